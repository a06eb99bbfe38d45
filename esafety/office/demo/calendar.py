"""The school year of any day, as a school in England usually has it."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from esafety.schooldays.models import Closure

MONDAY, WEDNESDAY, FRIDAY = 0, 2, 4


class Year(NamedTuple):
    """One school year: terms as (name, first day, last day), closures as (kind, first day, last day)."""

    terms: tuple[tuple[str, dt.date, dt.date], ...]
    closures: tuple[tuple[str, dt.date, dt.date], ...]


def school_year(day: dt.date) -> Year:
    """The school year that a day belongs to; August belongs to the year that ended."""
    autumn = day.year if day.month >= 9 else day.year - 1
    spring = autumn + 1
    begins = _on_or_after(dt.date(autumn, 9, 2), WEDNESDAY)
    easter_ends = _on_or_before(dt.date(spring, 3, 31), FRIDAY)
    summer_begins = easter_ends + dt.timedelta(days=17)
    may = _on_or_before(dt.date(spring, 5, 31), MONDAY)
    return Year(
        terms=(
            (f"Autumn term {autumn}", begins, _on_or_before(dt.date(autumn, 12, 20), FRIDAY)),
            (f"Spring term {spring}", _on_or_after(dt.date(spring, 1, 4), MONDAY), easter_ends),
            (f"Summer term {spring}", summer_begins, _on_or_before(dt.date(spring, 7, 22), FRIDAY)),
        ),
        closures=(
            (Closure.Kind.INSET, begins, begins),
            _half_term(_on_or_before(dt.date(autumn, 10, 31), MONDAY)),
            _half_term(_on_or_after(dt.date(spring, 2, 12), MONDAY)),
            _half_term(may),
            (Closure.Kind.INSET, may + dt.timedelta(days=7), may + dt.timedelta(days=7)),
        ),
    )


def _half_term(monday: dt.date) -> tuple[str, dt.date, dt.date]:
    return (Closure.Kind.HALF_TERM, monday, monday + dt.timedelta(days=4))


def _on_or_after(day: dt.date, weekday: int) -> dt.date:
    return day + dt.timedelta(days=(weekday - day.weekday()) % 7)


def _on_or_before(day: dt.date, weekday: int) -> dt.date:
    return day - dt.timedelta(days=(day.weekday() - weekday) % 7)
