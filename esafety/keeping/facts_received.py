"""What the rules of keeping need to know of files that other schools sent, in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils import timezone

from esafety.keeping.facts import CONCERNED, years_of
from esafety.keeping.models import Hold, Review
from esafety.keeping.models.subject import ON_ALL
from esafety.keeping.policy.dates import Due, Facts, due
from esafety.keeping.policy.holds import Standing
from esafety.keeping.standing_holds import found_among
from esafety.keeping.vocabulary import HoldKind as H
from esafety.keeping.vocabulary import RecordKind as K
from esafety.keeping.vocabulary import Verdict
from esafety.moving.models import Arrival
from esafety.papers.models import ReceivedFile
from incidents.access import INCIDENTS
from incidents.models import Incident, Involvement
from incidents.vocabulary import OPEN

if TYPE_CHECKING:
    from esafety.people.models import User


def received(arrivals: Iterable[int], *, seen_by: User | None = None) -> dict[int, Standing]:
    """How each of these files stands, by id. With `seen_by` without what follows from what that account may not see."""
    found = Arrival.objects.filter(pk__in=set(arrivals)).select_related("pupil").order_by()
    rows = {row.pk: row for row in found}
    dates, laid = _due(rows), _laid(rows, seen_by)
    return {
        pk: Standing(
            kind=K.RECEIVED,
            is_open=row.is_to_do,
            due_on=dates[pk].on,
            unknown=None if row.is_to_do else dates[pk].because,
            laid=frozenset(laid[pk]),
            people=frozenset({row.pupil_id} if row.pupil_id else ()),
        )
        for pk, row in rows.items()
    }


def _due(rows: Mapping[int, Arrival]) -> dict[int, Due]:
    """When each is due, not before a day until which a review kept it."""
    years = years_of({row.school_id for row in rows.values()})
    kept = Review.objects.filter(arrival__in=rows, verdict=Verdict.KEEP).order_by()
    until: dict[int, list[Any]] = defaultdict(list)
    for pk, day in kept.values_list("arrival_id", "until"):
        assert pk is not None
        until[pk].append(day)
    found = {}
    for pk, row in rows.items():
        on = due(_facts(row), years[row.school_id])
        found[pk] = on._replace(on=max([on.on, *until[pk]])) if on.on else on
    return found


def _facts(row: Arrival) -> Facts:
    came_on = timezone.localdate(row.came_at)
    taken_in_on = timezone.localdate(row.taken_in_at) if row.taken_in_at else came_on
    return Facts(
        kind=K.RECEIVED,
        reported_on=came_on,
        closed_on=None if row.is_to_do else taken_in_on,
        children=(row.pupil.born_on,) if row.pupil else (),
    )


def _laid(rows: Mapping[int, Arrival], user: User | None) -> Mapping[int, set[H]]:
    """Holds that were laid, that other rooms know of, that an open case about the pupil is, and that a file inside is
    which somebody believes to be illegal: it stays until the police have said so."""
    held: dict[int, set[H]] = defaultdict(set)
    of_school = defaultdict(set)
    for pk, row in rows.items():
        of_school[row.school_id].add(pk)
    on_all = ON_ALL & Q(school__in=of_school)
    standing = Hold.objects.standing().filter(Q(arrival__in=rows) | on_all).order_by()
    for arrival, school, kind in standing.values_list("arrival", "school", "kind"):
        for pk in {arrival} if arrival else of_school[school]:
            held[pk].add(H(kind))
    found = found_among(frozenset(rows), seen_by=user, of=Arrival)
    for kind, pks in [*found, (H.OPEN_CASE, _open_beside(rows, user)), (H.POLICE, _set_aside(rows))]:
        for pk in pks:
            held[pk].add(kind)
    return held


def _open_beside(rows: Mapping[int, Arrival], user: User | None) -> set[int]:
    """Files of a pupil about whom a case is open, or one that this account sees."""
    pupils = {row.pupil_id for row in rows.values() if row.pupil_id}
    beside = Involvement.objects.standing().filter(
        person__in=pupils, part__in=CONCERNED, incident__status__in=OPEN
    )
    if user is not None:
        seen = INCIDENTS.visible_to(user, Incident.objects.all())
        beside = beside.filter(incident__in=seen.order_by().values("pk"))
    about = set(beside.order_by().values_list("person", flat=True))
    return {pk for pk, row in rows.items() if row.pupil_id in about}


def _set_aside(rows: Mapping[int, Arrival]) -> set[int]:
    label = Arrival._meta.label_lower
    doubted = ReceivedFile.objects.filter(about_label=label, about_id__in=rows, set_aside_at__isnull=False)
    return set(doubted.order_by().values_list("about_id", flat=True))
