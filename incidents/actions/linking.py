"""Linking related incidents, merging duplicates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from esafety.access.capabilities import Capability
from esafety.access.refusals import NotNow
from esafety.audit import record
from incidents.actions.carrying import hand_evidence_over
from incidents.actions.guard import CLOSED_ALREADY, change, fresh, hold, must
from incidents.actions.routing import route
from incidents.actions.tasks import end_open_tasks, hand_tasks_over
from incidents.facts import accounts_in_conflict
from incidents.lists.search import index
from incidents.models import Decision, Incident, Involvement, Link, Referral, WebAddress
from incidents.policy.routing import EDITION
from incidents.tagging import note_types
from incidents.vocabulary import LINKED, MERGED, DecisionKind, Status

if TYPE_CHECKING:
    from esafety.people.models import User

_WORDS = "Merged into another incident"


@transaction.atomic
def link(*, incident: Incident, other: Incident, reason: str, by: User) -> Link:
    """Say that two incidents belong together. Raises PermissionDenied unless both are open to `by`; NotNow."""
    hold(incident.pk, other.pk)
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
    record(LINKED, by=by, school=incident.school, about=incident, detail={"other": other.pk})
    return made


@transaction.atomic
def merge(*, incident: Incident, into: Incident, reason: str, version: int, by: User) -> Incident:
    """Close a duplicate as part of another incident; both references stay, and what it asks for is asked there.

    Who was involved, what it is found by and what is still to do go over, and routing reads them. Nothing
    written names the other incident: not everybody who reads one may always read the other. Raises NotNow when
    the two are not held by the same people, or one is closed or merged already; PermissionDenied; Stale.
    """
    hold(incident.pk, into.pk)
    must(by, Capability.CLOSE, incident)
    must(by, Capability.CLOSE, into)
    both = Incident.objects.in_bulk([incident.pk, into.pk])
    if len(both) != 2:
        raise NotNow("An incident cannot be merged into itself.")
    incident, into = both[incident.pk], both[into.pk]
    if incident.merged_into_id or into.merged_into_id:
        raise NotNow("One of the two was merged already.")
    if not incident.is_open:
        raise NotNow(CLOSED_ALREADY)
    if not into.is_open:
        raise NotNow(
            "The other incident is closed, and this one still asks for something. Reopen the other first."
        )
    if (incident.school_id, incident.lane) != (into.school_id, into.lane) or (
        accounts_in_conflict(incident) != accounts_in_conflict(into)
    ):
        raise NotNow("Only incidents that the same people may see can be merged. Link them instead.")
    incident = change(
        incident,
        version=version,
        status=Status.CLOSED,
        merged_into_id=into.pk,
        outcome=_WORDS,
        closed_at=timezone.now(),
    )
    Decision.objects.create(
        incident=incident, kind=DecisionKind.CLOSE, words=_WORDS, reason=reason, by=by, edition=EDITION
    )
    _hand_over(incident, into)
    end_open_tasks(incident, by, _WORDS)
    record(MERGED, by=by, school=incident.school, about=incident, detail={"into": into.pk})
    route(incident=into, by=by)
    return incident


def _hand_over(incident: Incident, into: Incident) -> None:
    """What the duplicate is found and routed by, and what it still asks for, is there in the other too."""
    note_types(into, incident.tags.values_list("type", flat=True))
    WebAddress.objects.bulk_create(
        (WebAddress(incident=into, text=one.text, site=one.site) for one in incident.web_addresses.all()),
        ignore_conflicts=True,
    )
    there = set(into.involvements.standing().values_list("person", "folded", "part"))
    people = list(incident.involvements.standing())
    Involvement.objects.bulk_create(
        Involvement(
            incident=into,
            person_id=row.person_id,
            name=row.name,
            folded=row.folded,
            sort=row.sort,
            part=row.part,
            nature=row.nature,
            added_by_id=row.added_by_id,
        )
        for row in people
        if (row.person_id, row.folded, row.part) not in there
    )
    if incident.danger:
        Incident.objects.filter(pk=into.pk).update(danger=True)
    Referral.objects.filter(incident=incident).update(incident=into)
    hand_tasks_over(incident, into)
    hand_evidence_over(incident, into)
    index(fresh(into))
