"""Linking related incidents, merging duplicates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from esafety.access.capabilities import Capability
from esafety.audit import record
from incidents.actions.guard import change, must
from incidents.actions.tasks import end_open_tasks, owes_police
from incidents.models import Decision, Incident, Link
from incidents.policy.routing import EDITION
from incidents.refusals import NotNow
from incidents.vocabulary import LINKED, MERGED, DecisionKind, Status

if TYPE_CHECKING:
    from esafety.people.models import User


@transaction.atomic
def link(*, incident: Incident, other: Incident, reason: str, by: User) -> Link:
    """Say that two incidents belong together. Raises PermissionDenied unless both are open to `by`; NotNow."""
    must(by, Capability.SHARE, incident)
    must(by, Capability.SEE_INCIDENTS, other)
    if incident.pk == other.pk:
        raise NotNow("An incident cannot be linked with itself.")
    if incident.school_id != other.school_id:
        raise NotNow("Only incidents of one school can be linked.")
    first, second = sorted((incident, other), key=lambda one: one.pk)
    made, new = Link.objects.get_or_create(
        incident=first, other=second, defaults={"reason": reason, "by": by}
    )
    if not new:
        raise NotNow("These two are linked already.")
    record(LINKED, by=by, school=incident.school, about=incident, detail={"other": other.reference})
    return made


@transaction.atomic
def merge(*, incident: Incident, into: Incident, reason: str, version: int, by: User) -> Incident:
    """Close a duplicate as part of another incident; both references stay, nothing is moved or lost.

    Raises NotNow when they differ in school or lane, or one is merged already: people who see one might
    not be allowed the other. Raises PermissionDenied, Stale.
    """
    must(by, Capability.CLOSE, incident)
    must(by, Capability.CLOSE, into)
    if incident.pk == into.pk:
        raise NotNow("An incident cannot be merged into itself.")
    if incident.merged_into_id or into.merged_into_id:
        raise NotNow("One of the two was merged already.")
    if owes_police(incident):
        raise NotNow("The police must be told of this kind of incident. Record the report first.")
    if (incident.school_id, incident.lane) != (into.school_id, into.lane):
        raise NotNow("Only incidents held equally closely can be merged. Link them instead.")
    incident = change(
        incident,
        version=version,
        status=Status.CLOSED,
        merged_into_id=into.pk,
        outcome=f"Merged into {into.reference}",
        closed_at=timezone.now(),
    )
    Decision.objects.create(
        incident=incident,
        kind=DecisionKind.CLOSE,
        words=f"Merged into {into.reference}",
        reason=reason,
        by=by,
        edition=EDITION,
    )
    end_open_tasks(incident, by, f"Merged into {into.reference}")
    record(MERGED, by=by, school=incident.school, about=incident, detail={"into": into.reference})
    return incident
