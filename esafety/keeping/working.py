"""Working out, each night, when records are due. What it costs depends on the day, not on the size of the archive."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from esafety.keeping.facts import around
from esafety.keeping.models import DueDate, Sweep
from esafety.people.models import School
from incidents.models import Incident
from incidents.vocabulary import Status

AT_ONCE = 100
NEW_A_NIGHT, OLD_A_NIGHT = 5_000, 2_000
"""At most so many newly closed records, and so many whose turn it is, are worked out for a school in one night."""
LOOKED_AT_FOR = dt.timedelta(days=6)


def work_out(school: School) -> int:
    """Work out what was closed since last time, then what was longest not looked at. Returns how many."""
    done = _closed_since(school)
    before = timezone.now() - LOOKED_AT_FOR
    oldest = DueDate.objects.filter(school=school, worked_at__lt=before).order_by("worked_at")
    turn = list(oldest.values_list("incident", flat=True)[:OLD_A_NIGHT])
    for start in range(0, len(turn), AT_ONCE):
        done += place(turn[start : start + AT_ONCE])
    return done


def _closed_since(school: School) -> int:
    done = 0
    while done < NEW_A_NIGHT:
        sweep, _ = Sweep.objects.get_or_create(school=school)
        closed = Incident.objects.filter(school=school, status=Status.CLOSED).order_by("closed_at", "pk")
        if sweep.closed_at:
            later = Q(closed_at__gt=sweep.closed_at) | Q(closed_at=sweep.closed_at, pk__gt=sweep.incident_id)
            closed = closed.filter(later, closed_at__gte=sweep.closed_at)
        batch = list(closed.values_list("pk", "closed_at", "merged_into")[:AT_ONCE])
        if not batch:
            break
        with transaction.atomic():
            place(pk for pk, _, merged in batch if merged is None)
            last = {"incident_id": batch[-1][0], "closed_at": batch[-1][1]}
            Sweep.objects.filter(pk=sweep.pk).update(**last)
        done += len(batch)
    return done


def place(incidents: Iterable[int]) -> int:
    """Write down when each of these closed records is due; one that is open again, or merged, leaves the list."""
    wanted = set(incidents)
    found, now = around(wanted), timezone.now()
    schools = dict(Incident.objects.filter(pk__in=wanted).order_by().values_list("pk", "school"))
    rows = [
        DueDate(incident_id=pk, school_id=schools[pk], kind=one.kind, due_on=one.due_on, worked_at=now)
        for pk in sorted(wanted & found.families.members.keys())
        if not (one := found.standings[pk]).is_open
    ]
    placed = {row.incident_id for row in rows}
    with transaction.atomic():
        DueDate.objects.filter(incident__in=wanted - placed).delete()
        DueDate.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["incident"],
            update_fields=["kind", "due_on", "worked_at"],
        )
    return len(rows)
