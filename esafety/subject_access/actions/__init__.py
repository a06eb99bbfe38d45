"""What people do with requests to see what is held."""

from esafety.subject_access.actions.answering import (
    begin_answer,
    choose_names,
    give_answer,
    keep_back,
    let_go,
    pack_answer,
    print_answer,
    send_answer,
)
from esafety.subject_access.actions.deciding import decide_file, open_file, undecide_file
from esafety.subject_access.actions.entering import (
    end_request,
    enter_request,
    extend_request,
    go_on,
    wait_for,
)
from esafety.subject_access.actions.reminding import remind_of_requests

__all__ = [
    "begin_answer",
    "choose_names",
    "decide_file",
    "end_request",
    "enter_request",
    "extend_request",
    "give_answer",
    "go_on",
    "keep_back",
    "let_go",
    "open_file",
    "pack_answer",
    "print_answer",
    "remind_of_requests",
    "send_answer",
    "undecide_file",
    "wait_for",
]
