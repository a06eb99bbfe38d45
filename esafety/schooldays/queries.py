"""A school's calendar, read from its terms and closures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import CharField, QuerySet, Value

from esafety.schooldays.calendar import Calendar, Span
from esafety.schooldays.models import Closure, Term

if TYPE_CHECKING:
    from esafety.people.models import School  # the type only: this room stands below people


def calendar_of(school: School) -> Calendar:
    """The school's calendar, in one query."""
    terms = _spans("term", Term.objects.filter(school=school))
    rows = list(terms.union(_spans("closure", Closure.objects.filter(school=school)), all=True))
    return Calendar(
        nation=school.nation,
        terms=tuple(Span(first, last) for what, first, last in rows if what == "term"),
        closures=tuple(Span(first, last) for what, first, last in rows if what == "closure"),
    )


def _spans(what: str, rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.order_by().values_list(Value(what, CharField()), "starts_on", "ends_on")
