"""What can happen to an incident, one verb a function. Keyword-only, by whom, in one transaction."""

from incidents.actions.accounts import correct_account
from incidents.actions.allegations import end_allegation
from incidents.actions.assigning import assign, escalate
from incidents.actions.chronology import mark_entry, print_chronology
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
from incidents.actions.low_level import review_pattern
from incidents.actions.noting import add_note, add_to_report
from incidents.actions.people import add_person, identify_person, withdraw_person
from incidents.actions.referral_forms import fill_in_form, send_form
from incidents.actions.referrals import go_on_with, refer
from incidents.actions.reporting import report
from incidents.actions.routing import route
from incidents.actions.saved_views import delete_view, save_view
from incidents.actions.sharing import share, stop_sharing
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
    "end_allegation",
    "escalate",
    "fill_in_form",
    "finish_task",
    "give_task",
    "go_on_with",
    "hand_over",
    "identify_person",
    "keep_section",
    "keep_unsent",
    "link",
    "mark_entry",
    "merge",
    "name_people",
    "own_again",
    "own_apart",
    "print_chronology",
    "purge_drafts",
    "refer",
    "rename_person",
    "reopen",
    "report",
    "resume",
    "review_pattern",
    "route",
    "run_out_clocks",
    "save_view",
    "send_copy",
    "send_form",
    "set_aside",
    "set_task_aside",
    "share",
    "stop_sharing",
    "take_up",
    "triage",
    "withdraw_person",
]
