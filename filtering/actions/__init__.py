"""The verbs of this room."""

from filtering.actions.asking import ask, withdraw
from filtering.actions.blocks import block_first, block_for_incident, review_block
from filtering.actions.carrying_out import check_shut, confirm_closed, mark_opened, say_not_needed
from filtering.actions.certificates import add_certificate
from filtering.actions.checks import add_point, fix_fault, record_check, retire_point, set_plan
from filtering.actions.deciding import agree, decline
from filtering.actions.keeping_time import keep_time
from filtering.actions.log_reviews import extract_log, record_log_review
from filtering.actions.looks import ask_for_look, authorise_look, carry_out_look, decline_look
from filtering.actions.pulling import stop_pull_address, turn_pull_address
from filtering.actions.years import begin_year, put_year_forward, sign_year, take_year_back, write_year

__all__ = [
    "add_certificate",
    "add_point",
    "agree",
    "ask",
    "ask_for_look",
    "authorise_look",
    "begin_year",
    "block_first",
    "block_for_incident",
    "carry_out_look",
    "check_shut",
    "confirm_closed",
    "decline",
    "decline_look",
    "extract_log",
    "fix_fault",
    "keep_time",
    "mark_opened",
    "put_year_forward",
    "record_check",
    "record_log_review",
    "retire_point",
    "review_block",
    "say_not_needed",
    "set_plan",
    "sign_year",
    "stop_pull_address",
    "take_year_back",
    "turn_pull_address",
    "withdraw",
    "write_year",
]
