"""Checks: the list, one as a matrix, the coverage of a year as a picture and a table, open faults."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Count, Q

from esafety.people.models import User
from filtering.models import Check, CheckPlan, CheckPoint, CheckResult
from filtering.vocabulary import Outcome, Test

if TYPE_CHECKING:
    from esafety.people.models import School
    from esafety.schooldays.years import SchoolYear

WIDE, HIGH, TOP = 46, 52, 22
"""The picture, in its own units: a month, a place with its name above its boxes, the heads of the months."""
ROOM = 72
"""Letters that fit above a line of boxes; so drawn that a telephone's width leaves them readable."""
NONE, ALL, SOME, FAULT = "none", "all", "some", "fault"
LOOKS: tuple[tuple[str, str], ...] = (
    (ALL, "Everything tried was blocked"),
    (FAULT, "Something was not blocked"),
    (NONE, "Not checked"),
)


class Box(NamedTuple):
    """One month at one place: what the checks showed."""

    month: str
    x: int
    look: str
    words: str


class Line(NamedTuple):
    """One place through the year."""

    label: str
    y: int
    boxes: list[Box]

    @property
    def short(self) -> str:
        """As much of the label as stands above the boxes."""
        return self.label if len(self.label) <= ROOM else f"{self.label[: ROOM - 1]}…"


class Coverage(NamedTuple):
    """A year of checks."""

    lines: list[Line]
    months: list[tuple[str, int]]
    width: int
    height: int
    done: int
    summary: str


def checks(school: School) -> list[Check]:
    """The checks of a school, the newest first, with how many tests got through."""
    rows = Check.objects.filter(school=school).select_related("first_person", "second_person")
    failed = Count("results", filter=Q(results__outcome=Outcome.REACHED))
    still = Count("results", filter=Q(results__outcome=Outcome.REACHED, results__fixed_on__isnull=True))
    return list(rows.annotate(failed=failed, open_faults=still)[:60])


def plan_of(school: School) -> CheckPlan | None:
    """How often the school checks."""
    return CheckPlan.objects.filter(school=school).first()


def points(school: School) -> list[CheckPoint]:
    """From where the school tests now."""
    return list(CheckPoint.objects.filter(school=school, retired_at__isnull=True))


def open_faults(school: School) -> list[CheckResult]:
    """What got through and is not put right, the longest first."""
    rows = CheckResult.objects.open_faults().filter(check_done__school=school)
    return list(rows.select_related("check_done", "point").order_by("due_at", "pk")[:60])


def coverage(school: School, year: SchoolYear) -> Coverage:
    """Which place was tested in which month of a school year, and what it showed. Two queries."""
    span = year.span
    rows = CheckResult.objects.filter(
        check_done__school=school, check_done__done_on__gte=span.first, check_done__done_on__lte=span.last
    ).exclude(outcome=Outcome.NOT_TRIED)
    found: dict[tuple[int, tuple[int, int]], list[str]] = defaultdict(list)
    days: set[dt.date] = set()
    for point, day, outcome in rows.values_list("point", "check_done__done_on", "outcome"):
        found[point, (day.year, day.month)].append(outcome)
        days.add(day)
    tested = {point for point, _ in found}
    places = CheckPoint.objects.filter(school=school).filter(Q(retired_at__isnull=True) | Q(pk__in=tested))
    lines = [_line(place, number, year, found) for number, place in enumerate(places)]
    return Coverage(
        lines=lines,
        months=[(f"{month:%b}", place * WIDE + WIDE // 2) for place, month in enumerate(year.months)],
        width=12 * WIDE,
        height=TOP + len(lines) * HIGH + 4,
        done=len(days),
        summary=_summary(lines, len(days)),
    )


def _line(
    place: CheckPoint, number: int, year: SchoolYear, found: dict[tuple[int, tuple[int, int]], list[str]]
) -> Line:
    boxes = []
    for column, month in enumerate(year.months):
        outcomes = found.get((place.pk, (month.year, month.month)), [])
        failed = outcomes.count(Outcome.REACHED)
        look = FAULT if failed else ALL if outcomes else NONE
        words = f"{failed} not blocked" if failed else f"{len(outcomes)} blocked" if outcomes else "–"
        boxes.append(Box(f"{month:%B}", column * WIDE, look, words))
    return Line(str(place), TOP + number * HIGH, boxes)


def _summary(lines: list[Line], days: int) -> str:
    faults = sum(box.look == FAULT for line in lines for box in line.boxes)
    return f"{len(lines)} places, checks on {days} days, something not blocked in {faults} months of a place"


class Row(NamedTuple):
    """One place of a check and what each test showed there, in the order of the tests."""

    point: CheckPoint
    results: list[CheckResult | None]


def matrix(results: list[CheckResult]) -> list[Row]:
    """The places of a check, each with its tests side by side."""
    at: dict[int, dict[str, CheckResult]] = defaultdict(dict)
    places = {one.point_id: one.point for one in results}
    for one in results:
        at[one.point_id][one.test] = one
    return [Row(places[pk], [found.get(test.value) for test in Test]) for pk, found in at.items()]


def companions(school: School, user: User) -> list[User]:
    """Who can have been with somebody at a check."""
    from esafety.people.queries import colleagues

    return [one for one in colleagues(school) if one.pk != user.pk]
