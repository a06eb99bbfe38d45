"""What can happen to an incident, one verb a function. Keyword-only, by whom, in one transaction."""

from incidents.actions.accounts import correct_account
from incidents.actions.assigning import assign, escalate
from incidents.actions.clocks import run_out_clocks
from incidents.actions.closing import close, reopen, set_aside
from incidents.actions.copies import decline_copy, send_copy
from incidents.actions.deciding import decide
from incidents.actions.drafts import (
    begin_draft,
    discard_draft,
    keep_section,
    keep_unsent,
    name_people,
    purge_drafts,
    rename_person,
)
from incidents.actions.handing_over import hand_over, own_again, own_apart
from incidents.actions.linking import link, merge
from incidents.actions.noting import add_note, add_to_report
from incidents.actions.people import add_person, identify_person, withdraw_person
from incidents.actions.reporting import report
from incidents.actions.routing import route
from incidents.actions.saved_views import delete_view, save_view
from incidents.actions.sharing import share, stop_sharing
from incidents.actions.signing_again import sign_again
from incidents.actions.tasks import finish_task, give_task, set_task_aside
from incidents.actions.triaging import triage
from incidents.actions.working import await_outside, resume, take_up

__all__ = [
    "add_note",
    "add_person",
    "add_to_report",
    "assign",
    "await_outside",
    "begin_draft",
    "close",
    "correct_account",
    "decide",
    "decline_copy",
    "discard_draft",
    "delete_view",
    "escalate",
    "finish_task",
    "give_task",
    "hand_over",
    "identify_person",
    "keep_section",
    "keep_unsent",
    "link",
    "merge",
    "name_people",
    "own_again",
    "own_apart",
    "purge_drafts",
    "rename_person",
    "reopen",
    "report",
    "resume",
    "route",
    "run_out_clocks",
    "save_view",
    "send_copy",
    "set_aside",
    "set_task_aside",
    "share",
    "sign_again",
    "stop_sharing",
    "take_up",
    "triage",
    "withdraw_person",
]
