"""What happens in this room: reports drafted, approved, frozen; registers kept."""

from esafety.governance.actions.approving import (
    approve_report,
    publish,
    send_back,
    submit_report,
    withdraw_report,
)
from esafety.governance.actions.digest import send_digest
from esafety.governance.actions.drafting import (
    ask_of_meeting,
    begin_report,
    comment,
    count_anew,
    discard_report,
    retry_run,
    take_figures,
)
from esafety.governance.actions.meetings import hold_meeting, plan_meeting
from esafety.governance.actions.points import add_point, finish_point
from esafety.governance.actions.policies import (
    acknowledge_policy,
    add_edition,
    add_policy,
    change_policy,
    chase_policies,
    file_policy,
    retire_policy,
)
from esafety.governance.actions.risks import add_risk, close_risk, review_risk
from esafety.governance.actions.training import (
    add_course,
    add_induction_step,
    enter_training,
    say_need,
    tick_induction,
)

__all__ = [
    "acknowledge_policy",
    "add_course",
    "add_edition",
    "add_induction_step",
    "add_point",
    "add_policy",
    "add_risk",
    "approve_report",
    "ask_of_meeting",
    "begin_report",
    "change_policy",
    "chase_policies",
    "close_risk",
    "comment",
    "count_anew",
    "discard_report",
    "enter_training",
    "file_policy",
    "finish_point",
    "hold_meeting",
    "plan_meeting",
    "publish",
    "retire_policy",
    "retry_run",
    "review_risk",
    "say_need",
    "send_back",
    "send_digest",
    "submit_report",
    "take_figures",
    "tick_induction",
    "withdraw_report",
]
