"""Mails about requests to see what is held. None names the person, nor whether anything is held."""

from __future__ import annotations

from typing import Any

from esafety.access.capabilities import Capability as C
from esafety.outbox.notices import Notice, declare_notice
from esafety.papers.handover import is_still_for
from esafety.papers.models import DocumentLink
from esafety.people.models import Person, User
from esafety.subject_access.access import ANSWERS, REQUESTS
from esafety.subject_access.models import AccessAnswer, AccessRequest


def _may_answer(about: AccessRequest, to: Any) -> bool:
    return isinstance(to, User) and about.is_open and REQUESTS.allows(to, C.ANSWER_REQUESTS, about)


def _may_see(about: AccessRequest, to: Any) -> bool:
    return isinstance(to, User) and REQUESTS.allows(to, C.ANSWER_REQUESTS, about)


def _from_everybody(about: AccessRequest, user: User) -> bool:
    """That a mail to one of them is stuck would tell the others who reads something. The request stands in the list of
    everybody who answers and among what is due, so it is not lost with a mail."""
    return True


def _may_open(about: DocumentLink, to: Any) -> bool:
    return isinstance(to, Person) and about.person_id == to.pk and about.is_open and is_still_for(about)


def _may_see_link(about: DocumentLink, user: User) -> bool:
    answer = about.paper.record()
    return isinstance(answer, AccessAnswer) and ANSWERS.allows(user, C.ANSWER_REQUESTS, answer)


REQUEST_CAME = declare_notice(
    Notice(
        code="subject_access.came",
        title="Somebody asks to see what is held",
        subject="{school}: a request to see what is held ({reference})",
        body="Somebody asks to see what the school holds about a person. There is a month to answer. If you hold "
        "something about them, your answer is part of it.\n\n{link}\n\nSign in to read it. This message holds no "
        "details, on purpose.\n",
        may_receive=_may_answer,
        may_see=_may_see,
        is_hidden_from=_from_everybody,
        path=lambda about: about.get_absolute_url(),
        may_wait=lambda about: True,
    )
)
REQUEST_DUE = declare_notice(
    Notice(
        code="subject_access.due",
        title="A request to see what is held must be answered soon",
        subject="{school}: a request is to be answered ({reference})",
        body="A request to see what is held is not answered yet, and its last day is near or past.\n\n{link}\n\nSign "
        "in to read it. This message holds no details, on purpose.\n",
        may_receive=_may_answer,
        may_see=_may_see,
        is_hidden_from=_from_everybody,
        path=lambda about: about.get_absolute_url(),
        may_wait=lambda about: True,
    )
)
ANSWER_READY = declare_notice(
    Notice(
        code="subject_access.answer_ready",
        title="An answer is ready to be opened",
        subject="{school}: a document is ready for you",
        body="A document from {school} is ready for you. It opens with the words you are told by telephone, for seven "
        "days.\n\n{link}\n\nIf you did not expect this, ring the school.\n",
        may_receive=_may_open,
        may_see=_may_see_link,
        path=lambda about: about.path,
    )
)
