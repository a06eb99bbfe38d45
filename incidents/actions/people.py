"""Who was involved: added, identified, withdrawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from esafety.access.capabilities import Capability
from esafety.access.refusals import NotNow
from esafety.audit import record
from incidents.actions.guard import change, must, must_be_open
from incidents.actions.reporting import involvement
from incidents.actions.routing import route
from incidents.lists.search import index
from incidents.models import Incident, Involvement
from incidents.vocabulary import PERSON_ADDED, PERSON_IDENTIFIED, PERSON_WITHDRAWN, Part

if TYPE_CHECKING:
    from esafety.people.models import Person, User
    from incidents.told import Involved


@transaction.atomic
def add_person(*, incident: Incident, involved: Involved, version: int, by: User) -> Involvement:
    """Add somebody's part. Routing reads it at once: a new subject loses sight of the incident now.

    Raises NotNow when they have that part already, PermissionDenied for another school's person, Stale.
    """
    must(by, Capability.WORK, incident)
    must_be_open(incident)
    if involved.person is not None and involved.person.school_id != incident.school_id:
        raise PermissionDenied
    incident = change(incident, version=version)
    row = involvement(incident, involved, by)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise NotNow("This person already has that part in this incident.") from None
    record(PERSON_ADDED, by=by, school=incident.school, about=incident, detail={"part": row.part})
    index(incident)
    route(incident=incident, by=by)
    return row


@transaction.atomic
def identify_person(*, row: Involvement, person: Person, version: int, by: User) -> Incident:
    """Say who a name typed in a report is. Routing and conflicts read it at once. Raises NotNow, Stale."""
    must(by, Capability.WORK, row.incident)
    if person.school_id != row.incident.school_id:
        raise PermissionDenied
    incident = change(row.incident, version=version)
    named = Involvement.objects.standing().filter(pk=row.pk, person__isnull=True)
    try:
        with transaction.atomic():
            found = named.update(person=person)
    except IntegrityError:
        raise NotNow("This person already has that part in this incident.") from None
    if not found:
        raise NotNow("This name was dealt with already.")
    index(incident)
    record(PERSON_IDENTIFIED, by=by, school=incident.school, about=incident)
    return route(incident=incident, by=by)


@transaction.atomic
def withdraw_person(*, row: Involvement, reason: str, version: int, by: User) -> Incident:
    """Withdraw somebody named by mistake; the row stays, with the reason.

    Only who may close withdraws a subject; whoever was one stays barred. Raises NotNow, Stale.
    """
    must(by, Capability.CLOSE if row.part == Part.SUBJECT else Capability.WORK, row.incident)
    must_be_open(row.incident)
    incident = change(row.incident, version=version)
    withdrawn = Involvement.objects.standing().filter(pk=row.pk)
    if not withdrawn.update(withdrawn_at=timezone.now(), withdrawn_by=by, withdrawn_reason=reason):
        raise NotNow("This person was withdrawn already.")
    record(PERSON_WITHDRAWN, by=by, school=incident.school, about=incident, detail={"part": row.part})
    return route(incident=incident, by=by)
