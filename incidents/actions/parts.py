"""What is recorded of one person's part in an incident."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from esafety.access.capabilities import Capability
from esafety.access.refusals import NotNow
from esafety.audit import record
from incidents.actions.guard import must, must_be_open
from incidents.actions.tasks import end_by_act
from incidents.models import Involvement, PartEntry
from incidents.policy.routing import TaskCode
from incidents.vocabulary import PARENTS, PART_RECORDED, Nature, Part, PartKind, PersonSort, TaskState

if TYPE_CHECKING:
    from esafety.people.models import User
    from incidents.models import Incident


@transaction.atomic
def record_part(
    *,
    row: Involvement,
    kind: PartKind,
    words: str,
    by: User,
    nature: Nature | None = None,
    told_on: dt.date | None = None,
    told_by: str = "",
) -> PartEntry:
    """Record something of one person's part; earlier entries stay. Nothing spreads to another person.

    What parents were told says when and by whom; once every child concerned has it, the task to tell parents
    ends. Raises NotNow for somebody withdrawn, for parents of an adult, for a day to come, and when the words that
    a kind needs are missing. Source: domain/procedures.md ("people per incident"), KCSIE record keeping.
    """
    must(by, Capability.WORK, row.incident)
    must_be_open(row.incident)
    row = (
        Involvement.objects.select_for_update(of=("self",), no_key=True)
        .select_related("incident__school")
        .get(pk=row.pk)
    )
    if row.withdrawn_at is not None:
        raise NotNow("This person was withdrawn from the incident.")
    if kind in PARENTS and row.sort != PersonSort.CHILD:
        raise NotNow("Parents are told about a child.")
    if kind is PartKind.PARENTS_TOLD and (told_on is None or not told_by):
        raise NotNow("Say when the parents were told, and by whom.")
    if told_on is not None and told_on > timezone.localdate():
        raise NotNow("That day is still to come.")
    if (kind is PartKind.NATURE) != (nature is not None):
        raise NotNow("Say whether it was deliberate or accidental on their part.")
    entry = PartEntry.objects.create(
        involvement=row,
        incident=row.incident,
        kind=kind,
        words=words,
        nature=nature or "",
        told_on=told_on if kind is PartKind.PARENTS_TOLD else None,
        told_by=told_by if kind is PartKind.PARENTS_TOLD else "",
        by=by,
    )
    if nature is not None:
        Involvement.objects.filter(pk=row.pk).update(nature=nature)
    if kind in PARENTS:
        _end_parents(row.incident, by)
    record(PART_RECORDED, by=by, school=row.incident.school, about=row.incident, detail={"kind": kind.value})
    return entry


def _end_parents(incident: Incident, by: User) -> None:
    """The task to tell parents ends when it is on record for every child who did it or was harmed."""
    children = Involvement.objects.standing().filter(
        incident=incident, sort=PersonSort.CHILD, part__in=(Part.SUBJECT, Part.HARMED)
    )
    told = PartEntry.objects.filter(incident=incident, kind__in=PARENTS).values("involvement")
    if not children.exclude(pk__in=told).exists():
        words = "On record for each child"
        end_by_act(incident=incident, codes=[TaskCode.PARENTS], state=TaskState.DONE, result=words, by=by)
