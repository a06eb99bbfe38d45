"""Which event tells whom, and the fixed words of each mail. Nothing here names a person or the matter.

Source: domain/routing.md, "Notifications"; quality.md S5.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from esafety.access.capabilities import Capability as C
from esafety.access.roles import may
from esafety.outbox.notices import Notice, declare_notice
from esafety.papers.models import DocumentLink
from esafety.people.models import ExternalContact, Person, User
from esafety.people.vocabulary import ContactKind
from incidents.access import INCIDENTS, RECEIPTS, TASKS, is_in_conflict
from incidents.letters.receivers import is_barred
from incidents.models import Incident, SpeakUpPage, Task
from incidents.vocabulary import Lane

if TYPE_CHECKING:
    from collections.abc import Callable

_END = "\n\n{link}\n\nSign in to read it. This message holds no details, on purpose.\n"


def _may_see(about: Incident, to: User | ExternalContact) -> bool:
    return isinstance(to, User) and INCIDENTS.allows(to, C.SEE_INCIDENTS, about)


def _may_work(about: Incident, to: User | ExternalContact) -> bool:
    return isinstance(to, User) and INCIDENTS.allows(to, C.WORK, about)


def _may_see_receipt(about: Incident, to: User | ExternalContact) -> bool:
    return isinstance(to, User) and RECEIPTS.allows(to, C.REPORT, about)


def _may_be_answered(about: Incident, to: User | ExternalContact) -> bool:
    """Whoever became a subject of what they reported hears no more of it (`receipts.py`)."""
    return _may_see_receipt(about, to) and not is_in_conflict(to, about)  # type: ignore[arg-type]


def _may_do(about: Task, to: User | ExternalContact) -> bool:
    return isinstance(to, User) and TASKS.allows(to, C.SEE_INCIDENTS, about)


def _hidden(about: Any, user: User) -> bool:
    return is_in_conflict(user, _matter(about))


def _matter(about: Any) -> Incident:
    """The incident that something is about: a task, a form for an agency, a link to a copy of either."""
    if isinstance(about, DocumentLink):
        about = about.paper.record()
    found: Incident = about if isinstance(about, Incident) else about.incident
    return found


def _page(about: Incident | Task) -> str:
    return about.get_absolute_url()


def _letters(about: Incident) -> str:
    return reverse("incident_letters", kwargs={"reference": about.reference})


def _receipt(about: Incident) -> str:
    return reverse("receipt", kwargs={"reference": about.reference})


def is_calm(about: Incident | Task) -> bool:
    """Whether mail about it may wait for the end of the quiet hours: an online-safety matter without danger.

    Source: domain/routing.md ("Quiet hours never delay anything urgent").
    """
    incident = about.incident if isinstance(about, Task) else about
    return incident.lane == Lane.ONLINE_SAFETY and not incident.danger


def _incident(
    code: str,
    subject: str,
    opening: str,
    may: Callable[..., bool] = _may_see,
    path: Any = _page,
    wait: Callable[[Any], bool] | None = None,
) -> Notice:
    return declare_notice(
        Notice(
            code=f"incident.{code}",
            title=opening.split("{")[0].strip() or subject,
            subject=subject,
            body=opening + _END,
            may_receive=may,
            may_see=_may_see,
            is_hidden_from=_hidden,
            path=path,
            may_wait=wait,
        )
    )


# fmt: off
NEW_ITEM = _incident("new_item", "{school}: an item needs you ({reference})",
                     "A new item is waiting for you: {reference}.", wait=is_calm)
URGENT = _incident("urgent", "{school}: an item needs you now ({reference})",
                   "An item needs you now: {reference}. Please open it at once.")
INFORMED = _incident("informed", "{school}: an item you should know of ({reference})",
                     "An item was added that you should know of: {reference}.", wait=is_calm)
ESCALATED = _incident("escalated", "{school}: an item was passed to you ({reference})",
                      "An item was passed to you: {reference}. Nobody has taken it up in time, or it was handed on.")
ASSIGNED = _incident("assigned", "{school}: an item was assigned to you ({reference})",
                     "An item was assigned to you: {reference}.", wait=is_calm)
SHARED = _incident("shared", "{school}: an item was shared with you ({reference})",
                   "A colleague shared an item with you: {reference}.", wait=is_calm)
ADDED_TO = _incident("added_to", "{school}: something was added to an item ({reference})",
                     "The person who sent an item has added to it: {reference}.")
RECEIVED = _incident("received", "{school}: your report was received ({reference})",
                     "Thank you. Your report {reference} was received and passed to the right person.",
                     _may_see_receipt, _receipt, is_calm)
ANSWERED = _incident("answered", "{school}: a message about your report ({reference})",
                     "There is a message for you about your report {reference}.", _may_be_answered, _receipt, is_calm)
ENDED = _incident("ended", "{school}: your report was dealt with ({reference})",
                  "Your report {reference} was dealt with and is closed.", _may_be_answered, _receipt, is_calm)
LETTER = _incident("letter", "{school}: a letter needs you ({reference})",
                   "A letter in an item waits for you: to be read as the second person, changed, or sent. {reference}.",
                   _may_work, _letters, is_calm)
LATE = _incident("late", "{school}: an item is behind its time ({reference})",
                 "Something that an item needs was not done in time: {reference}. Please see that it is done.")
PERSON_LEFT = _incident("person_left", "{school}: somebody in an item has left ({reference})",
                        "Somebody who is part of an item has left the school: {reference}.")
# fmt: on


def _may_triage(about: SpeakUpPage, to: User | ExternalContact) -> bool:
    return isinstance(to, User) and may(to, C.TRIAGE, about.school)


def _many(code: str, subject: str, body: str, wait: Callable[[Any], bool] | None) -> Notice:
    return declare_notice(
        Notice(
            code=f"incident.{code}",
            title="Several items came in confidence",
            subject=subject,
            body=body + _END,
            may_receive=_may_triage,
            may_see=_may_triage,
            is_hidden_from=lambda about, user: False,
            path=lambda about: reverse("incidents"),
            may_wait=wait,
        )
    )


MANY = _many(
    "many",
    "{school}: several items came in together",
    "More items came in through the school\u2019s page than have been looked at. They are in your list. "
    "While they wait you get one message an hour, not one for each.",
    lambda about: True,
)
MANY_URGENT = _many(
    "many_urgent",
    "{school}: items that need you now",
    "Items that need you now came in among many others. They are at the top of your list. Please look at once.",
    None,
)
TASK_GIVEN = declare_notice(
    Notice(
        code="incident.task_given",
        title="A task is waiting",
        subject="{school}: a task for you ({reference})",
        body="A task is waiting for you: {reference}." + _END,
        may_receive=_may_do,
        may_see=_may_do,
        is_hidden_from=_hidden,
        path=_page,
        may_wait=is_calm,
    )
)
TASK_OVERDUE = declare_notice(
    Notice(
        code="incident.task_overdue",
        title="A task is past its time",
        subject="{school}: a task is past its time ({reference})",
        body="A task is past its time: {reference}. It stays on the record as missed until it is done."
        + _END,
        may_receive=_may_do,
        may_see=_may_do,
        is_hidden_from=_hidden,
        path=_page,
    )
)


TASK_DUE_SOON = declare_notice(
    Notice(
        code="incident.task_due_soon",
        title="A task is due soon",
        subject="{school}: a task is due soon ({reference})",
        body="A task is due soon: {reference}." + _END,
        may_receive=_may_do,
        may_see=_may_do,
        is_hidden_from=_hidden,
        path=_page,
        may_wait=is_calm,
    )
)


def _may_ring(about: Incident, to: User | ExternalContact) -> bool:
    """Only while nobody in the school can own the incident."""
    outside = (ContactKind.AUTHORITY_OFFICER, ContactKind.LADO)
    return isinstance(to, ExternalContact) and to.kind in outside and not about.owned


NOBODY_INSIDE = declare_notice(
    Notice(
        code="incident.nobody_inside",
        title="The authority was asked to ring",
        subject="{school}: please ring the school",
        body="A matter has arrived at {school} that nobody there may deal with. Please ring the chair of governors "
        "or the vice-chair, or advise the person who rings you. Reference {reference}.\n\n{link}\n",
        may_receive=_may_ring,
        may_see=_may_see,
        is_hidden_from=_hidden,
        path=lambda about: "/",
    )
)


def _may_open(about: DocumentLink, to: User | ExternalContact) -> bool:
    """The contact the copy was made for, while it can still be opened."""
    return isinstance(to, ExternalContact) and about.contact_id == to.pk and about.is_open


COPY_READY = declare_notice(
    Notice(
        code="incident.copy_ready",
        title="A document is ready for the authority's officer",
        subject="{school}: a document is ready for you",
        body="A document from {school} is ready for you. It opens with the words you are told by telephone, "
        "for seven days.\n\n{link}\n\nIf you did not expect this, ring the school.\n",
        may_receive=_may_open,
        may_see=lambda about, user: _may_see(_matter(about), user),
        is_hidden_from=_hidden,
        path=lambda about: about.path,
    )
)
FORM_READY = declare_notice(
    Notice(
        code="incident.form_ready",
        title="A document is ready for an agency",
        subject="{school}: a document is ready for you",
        body="A document from {school} is ready for you. It opens with the words you are told by telephone, "
        "for seven days.\n\n{link}\n\nIf you did not expect this, ring the school.\n",
        may_receive=_may_open,
        may_see=lambda about, user: _may_see(_matter(about), user),
        is_hidden_from=_hidden,
        path=lambda about: about.path,
    )
)


def _may_open_letter(about: DocumentLink, to: Any) -> bool:
    """Whom the letter was made for, while it can still be opened and nothing forbids writing to them."""
    mine = about.contact_id == to.pk if isinstance(to, ExternalContact) else about.person_id == to.pk
    letter = about.paper.record()
    barred = isinstance(to, Person) and letter is not None and is_barred(letter.incident, to, letter.child)
    return not isinstance(to, User) and mine and about.is_open and not barred


LETTER_READY = declare_notice(
    Notice(
        code="incident.letter_ready",
        title="A letter is ready to be opened",
        subject="{school}: a letter for you",
        body="A letter from {school} is ready for you. It opens with the words you are told by telephone, "
        "for seven days.\n\n{link}\n\nIf you did not expect this, ring the school.\n",
        may_receive=_may_open_letter,
        may_see=lambda about, user: _may_see(about.paper.record().incident, user),
        is_hidden_from=_hidden,
        path=lambda about: about.path,
    )
)
