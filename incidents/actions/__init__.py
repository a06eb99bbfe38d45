"""What can happen to an incident, one verb a function. Keyword-only, by whom, in one transaction."""

from incidents.actions.accounts import correct_account
from incidents.actions.alert_clocks import run_out_alert_clocks
from incidents.actions.alert_sources import (
    Made,
    add_alert_source,
    end_alert_source,
    rotate_alert_source,
    set_watch,
)
from incidents.actions.alerts import (
    add_alert,
    read_alert,
    receive_alerts,
    set_alert_aside,
    take_on_alert,
)
from incidents.actions.allegations import end_allegation
from incidents.actions.assigning import assign, escalate
from incidents.actions.blocking import ask_to_block
from incidents.actions.chronology import mark_entry, print_chronology
from incidents.actions.clocks import run_out_clocks, warn_of_clocks
from incidents.actions.closing import close, reopen, set_aside
from incidents.actions.confiding import Confided, confide, confide_more, read_answers
from incidents.actions.copies import decline_copy, send_copy
from incidents.actions.custody import keep_custody, take_item
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
from incidents.actions.evidence import (
    doubt_evidence,
    file_evidence,
    note_evidence,
    open_evidence,
    stop_at_gate,
)
from incidents.actions.feeds import end_feed, make_feed
from incidents.actions.handing_over import hand_over, own_again, own_apart
from incidents.actions.letters import (
    approve_letter,
    change_letter,
    edit_letter_text,
    finish_letter,
    record_letter_sent,
    send_letter_back,
    send_letter_by_link,
    write_letter,
)
from incidents.actions.linking import link, merge
from incidents.actions.low_level import review_pattern
from incidents.actions.noting import add_note, add_to_report
from incidents.actions.parts import record_part
from incidents.actions.patterns import answer_pattern, find_patterns
from incidents.actions.pausing import pause_clock
from incidents.actions.people import add_person, identify_person, withdraw_person
from incidents.actions.referral_forms import fill_in_form, send_form
from incidents.actions.referrals import go_on_with, refer
from incidents.actions.reporting import report
from incidents.actions.reviews import decide_viewing, name_computer, record_review, record_search, sign_review
from incidents.actions.routing import route
from incidents.actions.sanctioning import choose_ladder, sanction
from incidents.actions.saved_views import delete_view, save_view
from incidents.actions.sharing import share, stop_sharing
from incidents.actions.signing_again import sign_again
from incidents.actions.speak_up_page import renew_speak_up_page, set_speak_up_page
from incidents.actions.tasks import finish_task, give_task, set_task_aside
from incidents.actions.triaging import triage
from incidents.actions.working import await_outside, resume, take_up

__all__ = [
    "Made",
    "add_alert",
    "add_alert_source",
    "answer_pattern",
    "end_alert_source",
    "find_patterns",
    "read_alert",
    "read_answers",
    "receive_alerts",
    "rotate_alert_source",
    "run_out_alert_clocks",
    "set_alert_aside",
    "set_watch",
    "take_on_alert",
    "add_note",
    "add_person",
    "add_to_report",
    "approve_letter",
    "ask_to_block",
    "assign",
    "await_outside",
    "begin_draft",
    "choose_ladder",
    "change_letter",
    "close",
    "Confided",
    "confide",
    "confide_more",
    "correct_account",
    "decide",
    "decide_viewing",
    "decline_copy",
    "delete_view",
    "end_feed",
    "discard_draft",
    "doubt_evidence",
    "edit_letter_text",
    "escalate",
    "file_evidence",
    "finish_letter",
    "end_allegation",
    "escalate",
    "fill_in_form",
    "finish_task",
    "give_task",
    "go_on_with",
    "hand_over",
    "identify_person",
    "keep_custody",
    "keep_section",
    "keep_unsent",
    "link",
    "make_feed",
    "mark_entry",
    "merge",
    "name_computer",
    "name_people",
    "note_evidence",
    "open_evidence",
    "own_again",
    "own_apart",
    "pause_clock",
    "purge_drafts",
    "record_part",
    "record_letter_sent",
    "record_review",
    "record_search",
    "print_chronology",
    "purge_drafts",
    "refer",
    "rename_person",
    "renew_speak_up_page",
    "reopen",
    "report",
    "resume",
    "review_pattern",
    "route",
    "run_out_clocks",
    "sanction",
    "save_view",
    "send_copy",
    "send_letter_back",
    "send_letter_by_link",
    "send_form",
    "set_aside",
    "set_speak_up_page",
    "set_task_aside",
    "share",
    "sign_again",
    "sign_review",
    "stop_at_gate",
    "stop_sharing",
    "take_item",
    "take_up",
    "triage",
    "warn_of_clocks",
    "withdraw_person",
    "write_letter",
]
