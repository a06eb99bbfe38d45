"""What happens in this room: reports drafted, approved, frozen; registers kept."""

from esafety.governance.actions.approving import (
    approve_report,
    publish,
    send_back,
    submit_report,
    withdraw_report,
)
from esafety.governance.actions.drafting import (
    ask_of_meeting,
    begin_report,
    comment,
    count_anew,
    discard_report,
    retry_run,
    take_figures,
)
from esafety.governance.actions.points import add_point, finish_point

__all__ = [
    "add_point",
    "approve_report",
    "ask_of_meeting",
    "begin_report",
    "comment",
    "count_anew",
    "discard_report",
    "finish_point",
    "publish",
    "retry_run",
    "send_back",
    "submit_report",
    "take_figures",
    "withdraw_report",
]
