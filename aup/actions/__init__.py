"""What happens in this room, one verb a function."""

from aup.actions.campaigns import (
    begin_reminders,
    change_campaign,
    close_campaign,
    draft_campaign,
    send_link_again,
    start_campaign,
)
from aup.actions.classes import close_class_session, confirm_pupil, open_class_session
from aup.actions.editions import (
    approve_edition,
    bring_into_force,
    change_draft,
    draft_edition,
    send_for_approval,
    withdraw_edition,
)
from aup.actions.evening import ask_for_links
from aup.actions.lists import want_list
from aup.actions.renewal import require_new_signature, set_yearly_round
from aup.actions.scans import add_scan
from aup.actions.signing import change_consents, sign
from aup.actions.suggestions import answer_suggestion, keep_suggestion, suggest
from aup.actions.visitors import (
    close_reception,
    open_reception,
    sign_visitor_in,
    sign_visitor_out,
    welcome_back,
)

__all__ = [
    "add_scan",
    "answer_suggestion",
    "approve_edition",
    "ask_for_links",
    "begin_reminders",
    "bring_into_force",
    "change_campaign",
    "change_consents",
    "change_draft",
    "close_campaign",
    "close_class_session",
    "close_reception",
    "confirm_pupil",
    "draft_campaign",
    "draft_edition",
    "keep_suggestion",
    "open_class_session",
    "open_reception",
    "require_new_signature",
    "send_for_approval",
    "send_link_again",
    "set_yearly_round",
    "sign",
    "sign_visitor_in",
    "sign_visitor_out",
    "start_campaign",
    "suggest",
    "want_list",
    "welcome_back",
    "withdraw_edition",
]
