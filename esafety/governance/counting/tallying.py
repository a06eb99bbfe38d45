"""Counting one period: what was found, and what of it may be printed."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from esafety.access.refusals import NotNow
from esafety.governance.counting.cases import Case, cases, patterns
from esafety.governance.counting.periods import Period
from esafety.governance.counting.tables import LINKS, cell, counted, measures, ordinary, serious
from esafety.governance.models import PeriodCount
from esafety.governance.policy.disclosure import (
    RULE,
    SERIOUS_FROM,
    SMALLEST_ROLL,
    Cell,
    Release,
    Table,
    is_small,
    printed,
    release,
    tells_total,
)
from esafety.governance.policy.groups import Stage, stage_of_year
from esafety.people.models import Person, School
from esafety.people.vocabulary import PersonKind
from esafety.schooldays.years import in_words
from incidents.figures import ladder_of

FEW = "fewer than eight"


def tally(school: School, period: Period) -> PeriodCount:
    """The count of a period: the frozen one where there is one, else counted now and kept.

    Raises NotNow for days of which some, but not all, stand in a count that was printed: the difference of the two
    would be a count of a few days that nobody decided to print.
    """
    found = PeriodCount.objects.of(school, period.span, is_year=bool(period.parts)).first()
    if found is not None and found.frozen_at:
        return found
    if not period.parts:
        _refuse_other_days(school, period)
    true, shown = _count(school, period)
    with transaction.atomic():
        row, _ = PeriodCount.objects.update_or_create(
            school=school,
            first_day=period.span.first,
            last_day=period.span.last,
            is_year=bool(period.parts),
            frozen_at=None,
            defaults={"true": true, "printed": shown, "counted_at": timezone.now()},
        )
    return row


def _refuse_other_days(school: School, period: Period) -> None:
    others = PeriodCount.objects.frozen().touching(school, period.span).filter(is_year=False)
    for other in others.order_by("first_day"):
        if other.span != period.span:
            raise NotNow(
                f"Figures of {in_words(other.first_day, other.last_day)} were published, and these days overlap with "
                "them. Set against each other, the two would tell of a few days alone. Put the dates of the term back."
            )


def _count(school: School, period: Period) -> tuple[dict[str, Any], dict[str, Any]]:
    found = cases(school, period.span)
    pupils, staff = _roll(school)
    plain = ordinary(found)
    total, tables = cell(plain), counted(plain, _stages(school), _rungs(school))
    out, exactly = _released(total, tables, pupils, is_year=bool(period.parts))
    hidden = cell(serious(found, staff=staff))
    true = {
        "total": list(total),
        "serious": list(hidden),
        "tables": {table.code: {name: list(one) for name, one in table.cells.items()} for table in tables},
    }
    shown: dict[str, Any] = {
        "rule": RULE,
        "too_small": pupils < SMALLEST_ROLL,
        "nothing": not found,
        "total": out.total.words if out else "",
        "tables": _words(out) if out else {},
        "withheld": list(out.withheld) if out else [table.code for table in tables],
        "told_exactly": exactly,
        "measures": _measures(plain, pupils, exactly),
        "patterns": _patterns(school, period, total, pupils),
    }
    if period.parts:
        shown["serious"] = printed(hidden).words if hidden.cases >= SERIOUS_FROM else ""
    return true, shown


def _released(total: Cell, tables: list[Table], pupils: int, *, is_year: bool) -> tuple[Release | None, bool]:
    """What may be printed, and whether percentages may stand beside it, which can give the total away exactly.

    Where the two get in each other's way the tables are kept and the percentages go. A small school prints the total of
    its year and nothing else of its cases (rule 6).
    """
    if pupils < SMALLEST_ROLL:
        return (release(total, []) if is_year else None), False
    if is_year:
        return release(total, []), False
    banded = release(total, tables, links=LINKS)
    if tells_total(total):
        exact = release(total, tables, exact_total=True, links=LINKS)
        if exact.withheld == banded.withheld:
            return exact, True
    return banded, False


def _words(out: Release) -> dict[str, dict[str, str]]:
    return {code: {name: one.words for name, one in cells.items()} for code, cells in out.tables.items()}


def _measures(found: list[Case], pupils: int, exactly: bool) -> list[list[str]]:
    return [] if pupils < SMALLEST_ROLL else [list(one) for one in measures(found, exactly=exactly)]


def _patterns(school: School, period: Period, total: Cell, pupils: int) -> list[list[str]]:
    """Repeat patterns in words, where the number of cases is told: a pattern says that there were several."""
    told = pupils >= SMALLEST_ROLL and not is_small(total)
    return patterns(school, period.span) if told else []


def _rungs(school: School) -> list[str]:
    """The categories of the ladder that the school goes by."""
    ladder = ladder_of(school)
    return [f"{ladder.id}/{rung.code}" for rung in ladder.rungs]


def _roll(school: School) -> tuple[int, int]:
    """How many pupils and how many staff are on the roll."""
    there = Person.objects.filter(school=school, left_on__isnull=True)
    kinds = list(
        there.filter(kind__in=(PersonKind.PUPIL, PersonKind.STAFF)).order_by().values_list("kind", flat=True)
    )
    return kinds.count(PersonKind.PUPIL), kinds.count(PersonKind.STAFF)


def _stages(school: School) -> set[Stage]:
    """The bands the school teaches."""
    years = Person.objects.filter(school=school, kind=PersonKind.PUPIL, left_on__isnull=True)
    named = years.order_by().values_list("year_group", flat=True).distinct()
    return {stage for year in named if (stage := stage_of_year(year))}
