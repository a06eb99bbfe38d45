"""What happens in this room."""

from esafety.keeping.actions.approving import approve, propose, send_back, try_again
from esafety.keeping.actions.carrying_out import dispose_of, finish
from esafety.keeping.actions.holding import ask_to_lift, confirm_lift, lay_hold, leave_hold
from esafety.keeping.actions.periods import confirm_period
from esafety.keeping.actions.reviewing import discard, keep_longer, put_forward, take_out

__all__ = [
    "approve", "ask_to_lift", "confirm_lift", "confirm_period", "discard", "dispose_of", "finish", "keep_longer",
    "lay_hold", "leave_hold", "propose", "put_forward", "send_back", "take_out", "try_again",
]  # fmt: skip
