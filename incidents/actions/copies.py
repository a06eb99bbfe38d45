"""The copy of a closed incident for the authority's officer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from esafety.access.capabilities import Capability
from esafety.access.refusals import NotNow
from esafety.audit import record
from esafety.outbox.owing import owe
from esafety.papers.actions import send_document
from esafety.people.queries import contact
from esafety.people.vocabulary import ContactKind
from esafety.people.words import in_our_words
from incidents.actions.guard import fresh, must
from incidents.actions.tasks import end_task
from incidents.models import Incident, Task
from incidents.notices import COPY_READY
from incidents.papers import INCIDENT_COPY
from incidents.policy.routing import TaskCode
from incidents.vocabulary import COPY_DECLINED, COPY_SENT, TASK_DONE, TASK_NOT_NEEDED, Status, TaskState

if TYPE_CHECKING:
    from esafety.papers.actions import Sent
    from esafety.people.models import User


@transaction.atomic
def send_copy(*, incident: Incident, by: User) -> Sent:
    """Send the authority's officer a one-document link; the passphrase returned is told by telephone.

    Raises NotNow while the incident is open or the school has no officer with an email address.
    Source: C 4.1, C App. 4; reference/security.md section 8.
    """
    must(by, Capability.SEND_COPY, incident)
    incident = fresh(incident)
    officer = contact(incident.school, ContactKind.AUTHORITY_OFFICER)
    if incident.status != Status.CLOSED:
        raise NotNow("A copy is sent when the incident is closed.")
    if officer is None or not officer.email:
        words = "The school has no authority online safety officer with an email address among its contacts."
        raise NotNow(in_our_words(words))
    sent = send_document(INCIDENT_COPY, about=incident, contact=officer, by=by)
    owe(COPY_READY, about=sent.link, to=officer, school=incident.school)
    _end_task(incident, f"Sent to {officer.name}", by, sent_it=True)
    record(COPY_SENT, by=by, school=incident.school, about=incident, detail={"contact": officer.pk})
    return sent


@transaction.atomic
def decline_copy(*, incident: Incident, reason: str, by: User) -> None:
    """Decide not to send a copy, with the reason. Raises PermissionDenied, NotNow while it is open."""
    must(by, Capability.SEND_COPY, incident)
    if fresh(incident).status != Status.CLOSED:
        raise NotNow("This is decided when the incident is closed.")
    _end_task(incident, reason, by, sent_it=False)
    record(COPY_DECLINED, by=by, school=incident.school, about=incident)


def _end_task(incident: Incident, words: str, by: User, *, sent_it: bool) -> None:
    task = Task.objects.open().filter(incident=incident, code__startswith=TaskCode.COPY).first()
    if task is not None:
        state, event = (TaskState.DONE, TASK_DONE) if sent_it else (TaskState.NOT_NEEDED, TASK_NOT_NEEDED)
        end_task(task, state, words, event, by)
