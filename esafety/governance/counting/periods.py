"""Which days a report counts, and which it is set beside.

A term is counted from the day after the term before it ended: what was reported in the holiday stands in the report
after it, no day is counted twice, and the terms of a year add up to the year.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from esafety.access.refusals import NotNow
from esafety.people.models import School
from esafety.schooldays.calendar import Span
from esafety.schooldays.models import Term
from esafety.schooldays.years import SchoolYear, in_words, year_of

A_DAY = dt.timedelta(days=1)


class Period(NamedTuple):
    """A stretch of days with a name; `parts` are the terms of a year, none for a term."""

    name: str
    span: Span
    parts: tuple[Period, ...] = ()

    @property
    def in_words(self) -> str:
        """Its days as people write them."""
        return in_words(self.span.first, self.span.last)

    @property
    def key(self) -> str:
        """How a form names it."""
        return f"{self.span.first.isoformat()}.{self.span.last.isoformat()}"


class Calendar(NamedTuple):
    """The terms of a school as stretches that follow each other without a gap."""

    terms: tuple[Period, ...]

    def before(self, period: Period) -> Period | None:
        """The term before, or the year before a year."""
        earlier = self.years() if period.parts else self.terms
        return next((one for one in reversed(earlier) if one.span.last < period.span.first), None)

    def a_year_before(self, period: Period) -> Period | None:
        """The term of the year before that ends nearest to the same day; a year has no such thing."""
        if period.parts:
            return None
        then = period.span.last - dt.timedelta(weeks=52)
        near = [one for one in self.terms if abs((one.span.last - then).days) <= 45]
        return min(near, key=lambda one: abs((one.span.last - then).days), default=None)

    def years(self) -> tuple[Period, ...]:
        """The school years that have terms, each made of them."""
        found: dict[SchoolYear, list[Period]] = {}
        for one in self.terms:
            found.setdefault(year_of(one.span.last), []).append(one)
        return tuple(
            Period(f"School year {year}", Span(parts[0].span.first, parts[-1].span.last), tuple(parts))
            for year, parts in found.items()
        )

    def named(self, key: str) -> Period | None:
        """The term or year with this key."""
        return next((one for one in (*self.terms, *self.years()) if one.key == key), None)


def calendar_of(school: School) -> Calendar:
    """The school's terms. Raises NotNow when two of them overlap: then no day could be counted once."""
    rows = list(Term.objects.filter(school=school).order_by("starts_on", "ends_on"))
    _refuse_overlaps(rows)
    found: list[Period] = []
    for term in rows:
        first = found[-1].span.last + A_DAY if found else term.starts_on
        found.append(Period(term.name, Span(first, term.ends_on)))
    return Calendar(tuple(found))


def _refuse_overlaps(terms: Sequence[Term]) -> None:
    for one, other in zip(terms, terms[1:], strict=False):
        if other.starts_on <= one.ends_on:
            raise NotNow(
                f"{one} ({in_words(one.starts_on, one.ends_on)}) and {other} "
                f"({in_words(other.starts_on, other.ends_on)}) overlap, so that days would be counted twice. "
                "Correct the calendar in the office first."
            )
