"""What a school's calendar must be: terms inside a school year that never overlap, closures inside a term.

Source: domain/routing.md ("school days also exclude the school's own holidays and INSET days"); Education Act 1996,
section 579 (school year, term). One function says why a term or a closure is refused; action and page use it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import NamedTuple

from esafety.schooldays.calendar import Span
from esafety.schooldays.years import EARLIEST, LATEST, in_words, year_of

A_YEAR_LATER = dt.timedelta(weeks=52)
"""The same weekday, one date earlier than a calendar year would give."""
CHASED_FROM = (6, 1)
"""From this month and day on, a school without next year's terms is reminded."""
CHASED_EVERY = dt.timedelta(days=14)


class Entry(NamedTuple):
    """A term or a closure that is in the calendar: what it is called and its days."""

    name: str
    span: Span

    def __str__(self) -> str:
        return f"{self.name} ({in_words(self.span.first, self.span.last)})"


def why_not_term(span: Span, terms: Iterable[Entry], closures: Iterable[Entry] = ()) -> str:
    """Why these days cannot be a term beside the other terms, or "". `closures` are those it has to hold."""
    if reason := _why_no_span(span):
        return reason
    if year_of(span.first) != year_of(span.last):
        year = year_of(span.first).span.last
        return f"A term begins and ends in one school year. This one must end by 31 July {year.year}"
    if other := _first_overlap(span, terms):
        return f"These days overlap with {other}. Change one of the two"
    for closure in closures:
        if closure.span.first not in span or closure.span.last not in span:
            return f"{closure} would lie outside the term. Change or remove it first"
    return ""


def why_not_closure(span: Span, terms: Iterable[Entry], closures: Iterable[Entry]) -> str:
    """Why the school cannot be entered as closed on these days, or ""."""
    if reason := _why_no_span(span):
        return reason
    if not any(span.first in term.span and span.last in term.span for term in terms):
        return "These days are not inside one term. Outside terms there are no school days to take out"
    if other := _first_overlap(span, closures):
        return f"These days overlap with {other}. Change one of the two"
    return ""


def _why_no_span(span: Span) -> str:
    if span.last < span.first:
        return "The last day must be on or after the first day"
    if not EARLIEST <= span.first.year <= span.last.year <= LATEST:
        return f"Check the year: it must be between {EARLIEST} and {LATEST}"
    return ""


def _first_overlap(span: Span, others: Iterable[Entry]) -> Entry | None:
    return next((one for one in others if one.span.first <= span.last and span.first <= one.span.last), None)


def a_year_later(span: Span) -> Span:
    """The same weekdays, 52 weeks on: where a copy of last year begins before somebody corrects it."""
    return Span(span.first + A_YEAR_LATER, span.last + A_YEAR_LATER)


def named_a_year_later(name: str) -> str:
    """The name with its years raised: Autumn term 2026 becomes Autumn term 2027, and 2026/27 becomes 2027/28."""

    def next_year(found: re.Match[str]) -> str:
        short = f"/{(int(found[2]) + 1) % 100:02}" if found[2] else ""
        return f"{int(found[1]) + 1}{short}"

    return re.sub(r"\b(20\d\d)(?:/(\d\d))?\b", next_year, name)
