"""A school's calendar, read from its terms and closures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from esafety.schooldays.calendar import Calendar, Span
from esafety.schooldays.models import Closure, Term

if TYPE_CHECKING:
    from esafety.people.models import School  # the type only: this room stands below people


def calendar_of(school: School) -> Calendar:
    """The school's calendar: two queries."""
    terms = Term.objects.filter(school=school).values_list("starts_on", "ends_on")
    closures = Closure.objects.filter(school=school).values_list("starts_on", "ends_on")
    return Calendar(
        nation=school.nation,
        terms=tuple(Span(*row) for row in terms),
        closures=tuple(Span(*row) for row in closures),
    )
