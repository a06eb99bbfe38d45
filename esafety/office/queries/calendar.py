"""A school year as its page shows it: twelve months as a picture, and the same as a list of dates."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as date_format

from esafety.office.policy.calendar import CHASED_FROM, Entry
from esafety.schooldays.calendar import Calendar, Span, bank_holidays
from esafety.schooldays.models import Closure, Term
from esafety.schooldays.queries import calendar_of
from esafety.schooldays.years import SchoolYear, in_words, year_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from esafety.people.models import School

BOX = 24
"""Side of one day in the picture, in its own units."""
LETTERS_HIGH = 16
LOOKS = (
    ("school", "School day"),
    ("closed", "Half-term or other closure"),
    ("inset", "INSET day"),
    ("bank", "Bank holiday"),
)
"""What a day can look like in the picture, and what that means."""
WEEKDAYS = tuple((letter, column * BOX + BOX // 2) for column, letter in enumerate("MTWTFSS"))
MONDAY_FIRST = calendar.Calendar(calendar.MONDAY)


class Day(NamedTuple):
    """One day of a month's picture: its number, its place, what it is (`school`, `inset`, `closed`, `bank`, `off`)."""

    number: int
    x: int
    y: int
    look: str

    @property
    def cx(self) -> int:
        """Where its number stands, from the left."""
        return self.x + BOX // 2

    @property
    def cy(self) -> int:
        """Where its number stands, from the top."""
        return self.y + BOX // 2


class Month(NamedTuple):
    """One month: its name, what stands in it in words, its days."""

    name: str
    words: str
    days: list[Day]
    height: int

    @property
    def picture_height(self) -> int:
        """With the line of weekdays above."""
        return self.height + LETTERS_HIGH


class Line(NamedTuple):
    """One line of the list of dates."""

    what: str
    when: str
    school_days: int | None
    url: str
    is_term: bool


class Sheet(NamedTuple):
    """A whole year."""

    months: list[Month]
    lines: list[Line]
    school_days: int


def terms_of(school: School, year: SchoolYear | None = None) -> QuerySet[Term]:
    """The school's terms, first to last; of one year when it is given."""
    return _of(Term.objects.filter(school=school), year)


def closures_of(school: School, year: SchoolYear | None = None) -> QuerySet[Closure]:
    """The school's closures, first to last; of one year when it is given."""
    return _of(Closure.objects.filter(school=school), year)


def _of(rows: QuerySet, year: SchoolYear | None) -> QuerySet:
    if year is not None:
        rows = rows.filter(starts_on__range=(year.span.first, year.span.last))
    return rows.order_by("starts_on", "pk")


def entries(rows: Iterable[Term | Closure]) -> list[Entry]:
    """Terms or closures as the rules read them."""
    return [Entry(name_of(row), Span(row.starts_on, row.ends_on)) for row in rows]


def name_of(row: Term | Closure) -> str:
    """What a term or a closure is called."""
    return row.name if isinstance(row, Term) else row.get_kind_display()


def missing_years(school: School, today: dt.date) -> list[SchoolYear]:
    """The years that should have terms by a day and have none: this one, and from 1 June the next."""
    wanted = [year_of(today)]
    if (today.month, today.day) >= CHASED_FROM and today.month < 8:
        wanted.append(year_of(today).next)
    return [year for year in wanted if not terms_of(school, year).exists()]


def wanting(school: School) -> str:
    """What the office's entrance says of the calendar: years without terms, or nothing."""
    missing = missing_years(school, timezone.localdate())
    return f"No terms for {' and '.join(map(str, missing))}." if missing else ""


def sheet(school: School, year: SchoolYear) -> Sheet:
    """Everything the page of one year shows: three queries."""
    whole = calendar_of(school)
    terms, closures = list(terms_of(school, year)), list(closures_of(school, year))
    return Sheet(
        [_month(first, whole, closures) for first in year.months],
        _lines(school, year, whole, terms, closures),
        _school_days(whole, year.span) if terms else 0,
    )


def _school_days(whole: Calendar, span: Span) -> int:
    """How many school days there are between two days; nothing counts before the first term is entered."""
    if not whole.terms:
        return 0
    days = (span.last - span.first).days + 1
    return sum(whole.is_school_day(span.first + dt.timedelta(days=count)) for count in range(days))


# -- the list -------------------------------------------------------------------------------------


def _lines(
    school: School, year: SchoolYear, whole: Calendar, terms: list[Term], closures: list[Closure]
) -> list[Line]:
    rows: list[tuple[dt.date, int, Line]] = []
    for term in terms:
        span = Span(term.starts_on, term.ends_on)
        line = Line(
            term.name, _when(span), _school_days(whole, span), reverse("term_change", args=[term.pk]), True
        )
        rows.append((span.first, 0, line))
    for closure in closures:
        span = Span(closure.starts_on, closure.ends_on)
        url = reverse("closure_change", args=[closure.pk])
        rows.append((span.first, 1, Line(closure.get_kind_display(), _when(span), None, url, False)))
    for day, name in holidays_in(school.nation, year):
        rows.append((day, 2, Line(f"Bank holiday: {name}", _when(Span(day, day)), None, "", False)))
    return [line for _, _, line in sorted(rows, key=lambda row: row[:2])]


def holidays_in(nation: str, year: SchoolYear) -> list[tuple[dt.date, str]]:
    """The bank holidays of a school year, first to last."""
    known = bank_holidays(nation)
    days = (year.span.last - year.span.first).days + 1
    whole = (year.span.first + dt.timedelta(days=count) for count in range(days))
    return [(day, known[day]) for day in whole if day in known and day.weekday() < 5]


def _when(span: Span) -> str:
    if span.first == span.last:
        return date_format(span.first, "l j F Y")
    return in_words(span.first, span.last)


# -- the picture ----------------------------------------------------------------------------------


def _month(first: dt.date, whole: Calendar, closures: list[Closure]) -> Month:
    weeks = MONDAY_FIRST.monthdatescalendar(first.year, first.month)
    days = [
        Day(day.day, column * BOX, row * BOX, _look(day, whole, closures))
        for row, week in enumerate(weeks)
        for column, day in enumerate(week)
        if day.month == first.month
    ]
    last = first.replace(day=days[-1].number)
    return Month(
        date_format(first, "F Y"),
        _month_in_words(first, last, whole, closures),
        days,
        len(weeks) * BOX,
    )


def _look(day: dt.date, whole: Calendar, closures: list[Closure]) -> str:
    in_term = any(day in term for term in whole.terms)
    if day.weekday() >= 5 or not in_term and day not in bank_holidays(whole.nation):
        return "off"
    if day in bank_holidays(whole.nation):
        return "bank"
    closed = next((one for one in closures if one.starts_on <= day <= one.ends_on), None)
    if closed is None:
        return "school"
    return "inset" if closed.kind == Closure.Kind.INSET else "closed"


def _month_in_words(first: dt.date, last: dt.date, whole: Calendar, closures: list[Closure]) -> str:
    """A month for whoever does not see the picture: its school days, closures and bank holidays."""
    count = _school_days(whole, Span(first, last))
    told = [f"{count} school day{'' if count == 1 else 's'}" if count else "No school days"]
    for one in closures:
        if one.starts_on <= last and first <= one.ends_on:
            told.append(f"{one.get_kind_display()} {in_words(one.starts_on, one.ends_on)}")
    for day in (first + dt.timedelta(days=number) for number in range(last.day)):
        if day in bank_holidays(whole.nation) and day.weekday() < 5:
            told.append(f"Bank holiday {day.day} {date_format(day, 'F')}")
    return ". ".join(told) + "."
