"""What happens in this room, one verb a function."""

from aup.actions.editions import (
    approve_edition,
    bring_into_force,
    change_draft,
    draft_edition,
    withdraw_edition,
)
from aup.actions.renewal import require_new_signature, set_yearly_round
from aup.actions.suggestions import answer_suggestion, keep_suggestion, suggest

__all__ = [
    "answer_suggestion",
    "approve_edition",
    "bring_into_force",
    "change_draft",
    "draft_edition",
    "keep_suggestion",
    "require_new_signature",
    "set_yearly_round",
    "suggest",
    "withdraw_edition",
]
