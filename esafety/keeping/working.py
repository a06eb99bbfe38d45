"""Working out, each night, when records are due. What it costs depends on the day, not on the size of the archive."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from esafety.keeping.judging import judged
from esafety.keeping.lots import find_lots
from esafety.keeping.models import DueDate, Subject, Sweep
from esafety.keeping.models.subject import COLUMN
from esafety.moving.models import Arrival
from esafety.people.models import School
from incidents.models import Incident
from incidents.vocabulary import Status

AT_ONCE = 100
NEW_A_NIGHT, OLD_A_NIGHT = 5_000, 2_000
"""At most so many newly closed records, and so many whose turn it is, are worked out for a school in one night."""
LOOKED_AT_FOR = dt.timedelta(days=6)


def work_out(school: School) -> int:
    """Work out what was closed or came since last time, then what was longest not looked at. Returns how many."""
    done = _closed_since(school) + _came_since(school) + _lots(school)
    before = timezone.now() - LOOKED_AT_FOR
    rows = DueDate.objects.filter(school=school)
    # a file that was taken in meanwhile has a date to be found; it is looked for among those without one
    placed_since = rows.filter(due_on=None, arrival__taken_in_at__gt=F("worked_at"))
    for some in (rows.filter(worked_at__lt=before), placed_since):
        turn = list(some.order_by("worked_at")[:OLD_A_NIGHT])
        for start in range(0, len(turn), AT_ONCE):
            done += place([row.subject for row in turn[start : start + AT_ONCE]])
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
            place(Subject("incident", pk) for pk, _, merged in batch if merged is None)
            last = {"incident_id": batch[-1][0], "closed_at": batch[-1][1]}
            Sweep.objects.filter(pk=sweep.pk).update(**last)
        done += len(batch)
    return done


def _came_since(school: School) -> int:
    """Files that other schools sent: on the list from the day they come, though nobody has said yet whose they are."""
    done = 0
    while done < NEW_A_NIGHT:
        sweep, _ = Sweep.objects.get_or_create(school=school)
        came = Arrival.objects.filter(school=school).order_by("came_at", "pk")
        if sweep.came_at:
            later = Q(came_at__gt=sweep.came_at) | Q(came_at=sweep.came_at, pk__gt=sweep.arrival_id)
            came = came.filter(later, came_at__gte=sweep.came_at)
        batch = list(came.values_list("pk", "came_at")[:AT_ONCE])
        if not batch:
            break
        with transaction.atomic():
            place(Subject("arrival", pk) for pk, _ in batch)
            last = {"arrival_id": batch[-1][0], "came_at": batch[-1][1]}
            Sweep.objects.filter(pk=sweep.pk).update(**last)
        done += len(batch)
    return done


def _lots(school: School) -> int:
    """Lots that are over, looked for once a week: a school year ends once a year."""
    sweep, _ = Sweep.objects.get_or_create(school=school)
    now = timezone.now()
    if sweep.lots_at is not None and sweep.lots_at > now - LOOKED_AT_FOR:
        return 0
    found = find_lots(school)
    with transaction.atomic():
        DueDate.objects.filter(school=school, lot__isnull=False).exclude(lot__in=found).delete()
        done = place(Subject("lot", lot.pk) for lot in found)
        Sweep.objects.filter(pk=sweep.pk).update(lots_at=now)
    return done


def place(subjects: Iterable[Subject]) -> int:
    """Write down when each of these records is due; an incident that is open again, or merged, leaves the list."""
    wanted = set(subjects)
    return sum(
        _place(column, {one.pk for one in wanted if one.column == column}) for column in COLUMN.values()
    )


def _place(column: str, pks: set[int]) -> int:
    found, now = judged(Subject(column, pk) for pk in pks), timezone.now()
    model = next(model for model, name in COLUMN.items() if name == column)
    schools = dict(model._default_manager.filter(pk__in=pks).order_by().values_list("pk", "school"))
    rows = [
        DueDate(
            **{f"{column}_id": pk},
            school_id=schools[pk],
            kind=one.standing.kind,
            due_on=one.standing.due_on,
            worked_at=now,
        )
        for (_, pk), one in sorted(found.items())
        if one.is_whole and (column != "incident" or not one.standing.is_open)
    ]
    placed = {row.subject.pk for row in rows}
    with transaction.atomic():
        DueDate.objects.filter(**{f"{column}__in": pks - placed}).delete()
        DueDate.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=[column],
            update_fields=["kind", "due_on", "worked_at"],
        )
    return len(rows)
