"""What is in a lot, and what of it may go now.

What must be kept for the people it is about is left out of a disposal, and comes up again: an open case about them,
their own request to see what is held. So is what one of the two who decide may not read.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import OuterRef, Q
from django.db.models.functions import ExtractMonth, ExtractYear
from django.utils import timezone

from esafety.keeping.facts import CONCERNED, years_of
from esafety.keeping.models import Lot
from esafety.keeping.parts import Part, parts_of
from esafety.keeping.policy.dates import (
    after_school_years,
    school_year_begin,
    school_year_end,
    years_after,
)
from esafety.keeping.standing_holds import found_among
from esafety.keeping.vocabulary import OF_LOTS
from esafety.people.models import Person
from incidents.access import INCIDENTS
from incidents.models import Incident, Involvement
from incidents.vocabulary import OPEN

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from esafety.people.models import School, User

AT_ONCE = 1_000
"""Rows of which the people are asked for at once."""


class Going(NamedTuple):
    """Rows of one table that may go, by id."""

    part: Part
    rows: set[int]


def find_lots(school: School) -> list[Lot]:
    """The lots of a school in which there is something and whose time is over; those that are new are made."""
    today, years = timezone.localdate(), years_of([school.pk])[school.pk]
    wanted: set[tuple[str, dt.date]] = set()
    for kind in OF_LOTS:
        last = school_year_end(today)
        while after_school_years(last, years[kind]) > today:
            last = years_after(last, -1)
        for part in parts_of(kind):
            wanted |= {(kind, end) for end in _years(part, school, last)}
    there = {(lot.kind, lot.ends_on): lot for lot in Lot.objects.filter(school=school)}
    new = [
        Lot(school=school, kind=kind, begins_on=school_year_begin(end), ends_on=end)
        for kind, end in sorted(wanted - set(there))
    ]
    Lot.objects.bulk_create(new, ignore_conflicts=True)
    return [lot for lot in Lot.objects.filter(school=school) if (lot.kind, lot.ends_on) in wanted]


def _years(part: Part, school: School, last: dt.date) -> set[dt.date]:
    """The last days of the school years in which something of this table ended."""
    rows = part.rows().filter(**{part.school: school}, ended_on__lte=last).order_by()
    months = rows.values_list(ExtractYear("ended_on"), ExtractMonth("ended_on")).distinct()
    return {school_year_end(dt.date(year, month, 1)) for year, month in months}


def ended_in(part: Part, school: School | int, ends: Iterable[dt.date]) -> QuerySet[Any]:
    """What of this table ended in these school years."""
    years = (Q(ended_on__range=(school_year_begin(end), end)) for end in ends)
    return part.rows().filter(reduce(or_, years), **{part.school: school}).order_by()


def in_lot(part: Part) -> QuerySet[Any]:
    """What of this table is in a lot: for a subquery of lots."""
    days = {"ended_on__gte": OuterRef("begins_on"), "ended_on__lte": OuterRef("ends_on")}
    return part.rows().filter(**{part.school: OuterRef("school")}, **days).order_by()


def going(lots: Collection[Lot], *, read_by: Iterable[User] = (), told_to: User | None = None) -> list[Going]:
    """What of these lots of one school may go now: what all of `read_by` read, and nothing holds.

    With `told_to` as far as that account may know: what it reads itself, and without what is held by what it may not
    see. The number of queries grows with the rows by the thousand, never with the lots.
    """
    ends: dict[str, set[dt.date]] = defaultdict(set)
    for lot in lots:
        ends[lot.kind].add(lot.ends_on)
        school = lot.school_id
    readers = [*read_by, *([told_to] if told_to else [])]
    found = []
    for kind in OF_LOTS:
        for part in parts_of(kind) if kind in ends else ():
            rows = ended_in(part, school, ends[kind])
            free = _free(part, _read(part, rows, readers), told_to)
            if free := _whole_chains(part, free):
                found.append(Going(part, free))
    return found


def _read(part: Part, rows: QuerySet[Any], readers: list[User]) -> QuerySet[Any]:
    if part.policy is None:
        return rows
    for reader in readers:
        read = part.policy.visible_to(reader, part.policy.model._default_manager.all())
        rows = rows.filter(pk__in=read.order_by().values("pk"))
    return rows


def _free(part: Part, rows: QuerySet[Any], told_to: User | None) -> set[int]:
    """Without what an open case or a request of the people it is about keeps."""
    about: dict[int, set[int]] = defaultdict(set)
    for pk, *people in rows.values_list("pk", *part.people):
        about[pk].update(one for one in people if one is not None)
    free = set()
    for some in portions(about):
        kept = _kept_for({person for pk in some for person in about[pk]}, told_to)
        free |= {pk for pk in some if not about[pk] & kept}
    return free


def _kept_for(people: set[int], told_to: User | None) -> set[int]:
    """Those of these people for whom everything is kept now."""
    if not people:
        return set()
    beside = Involvement.objects.standing().filter(
        person__in=people, part__in=CONCERNED, incident__status__in=OPEN
    )
    if told_to is not None:
        seen = INCIDENTS.visible_to(told_to, Incident.objects.all())
        beside = beside.filter(incident__in=seen.order_by().values("pk"))
    kept = {pk for pk in beside.order_by().values_list("person", flat=True) if pk is not None}
    return kept.union(*(pks for _, pks in found_among(frozenset(people), seen_by=told_to, of=Person)))


def _whole_chains(part: Part, rows: set[int]) -> set[int]:
    """Without what a later one that stays leads back to."""
    if not part.follows:
        return rows
    later = part.rows().model._base_manager.filter(**{f"{part.follows}__in": rows})
    ties = dict(later.values_list("pk", part.follows))
    while needed := {before for after, before in ties.items() if before in rows and after not in rows}:
        rows = rows - needed
    return rows


def portions(rows: Iterable[int]) -> Iterator[set[int]]:
    """Rows by the thousand, the latest first: what leads back to an earlier one goes before it."""
    left = sorted(rows, reverse=True)
    for start in range(0, len(left), AT_ONCE):
        yield set(left[start : start + AT_ONCE])
