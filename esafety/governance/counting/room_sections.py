"""The sections that tell of the rooms below, filtering and agreements: counts of work, not of children, so exact."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from aup.models import Edition
from aup.queries.register import GOVERNORS, STAFF, Group, groups_of, register_on
from esafety.governance.counting.shown import Drawn, section, table
from esafety.governance.policy.disclosure import percentage, remaining
from esafety.people.models import School
from esafety.schooldays.calendar import Span
from filtering.queries import figures


def filtering(drawn: Drawn) -> dict[str, Any] | None:
    """Exceptions opened and closed, checks done and missed, what they found (B governors)."""
    if not figures.is_used(drawn.school):
        return None
    columns = ["", *drawn.columns]
    tables = [
        table("Exceptions and requests", columns, _side_by_side(_exceptions, drawn)),
        table("Checks of the filter, each by two people", columns, _side_by_side(_checks, drawn)),
        table("Where it stands on the day of counting", ["", "Today"], _standing(drawn)),
    ]
    return section("filtering", "Filtering and monitoring", tables=tables)


Lines = list[tuple[str, str]]


def _side_by_side(lines: Callable[[School, Span], Lines], drawn: Drawn) -> list[list[str]]:
    """The same lines of each column's days."""
    found = [lines(drawn.school, count.span) for count in drawn.counts]
    return [[label, *(told[at][1] for told in found)] for at, (label, _) in enumerate(found[0])]


def _standing(drawn: Drawn) -> list[list[str]]:
    today = figures.exceptions(drawn.school, drawn.period.span)
    missed = figures.checks(drawn.school, drawn.period.span).is_missed
    return [
        ["Exceptions open", str(today.open_now)],
        ["Requests waiting for a decision", str(today.waiting_now)],
        ["A check is overdue", "Yes" if missed else "No"],
    ]


def _exceptions(school: School, span: Span) -> Lines:
    found = figures.exceptions(school, span)
    return [
        ("Requests made", str(found.asked)),
        ("Exceptions opened", str(found.opened)),
        ("Exceptions closed", str(found.closed)),
        ("Closed later than agreed", str(found.closed_late)),
    ]


def _checks(school: School, span: Span) -> Lines:
    found = figures.checks(school, span)
    return [
        ("Checks done", str(found.done)),
        ("Done by the day they were due", percentage(found.in_time, found.done)),
        ("Places where something was not blocked", str(found.reached)),
    ]


def agreements(drawn: Drawn) -> dict[str, Any] | None:
    """How many of the pupils, the staff and the governors have signed, and how many have to (C 3.3, D 3.1)."""
    if not Edition.objects.filter(school=drawn.school).exists():
        return None
    groups = groups_of(register_on(drawn.school, timezone.localdate()))
    rows = [
        [
            label,
            percentage(_may_use(among), everybody),
            remaining(_may_use(among), everybody),
        ]
        for label, among in _three(groups)
        if (everybody := sum(one.people for one in among))
    ]
    columns = ["", "Signed, and may use the systems", "Outstanding"]
    return section("agreements", "Agreements", tables=[table("Agreements today", columns, rows)])


def _may_use(groups: list[Group]) -> int:
    return sum(one.may_use for one in groups)


def _three(groups: list[Group]) -> list[tuple[str, list[Group]]]:
    """Pupils together: a class is too few to tell of."""
    return [
        ("Pupils", [one for one in groups if one.name not in (STAFF, GOVERNORS)]),
        ("Staff and volunteers", [one for one in groups if one.name == STAFF]),
        ("Governors", [one for one in groups if one.name == GOVERNORS]),
    ]
