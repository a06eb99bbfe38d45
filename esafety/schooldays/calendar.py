"""When: working days, school days and due moments. Pure functions over a calendar.

All moments are aware datetimes; days are judged in the school's local time (Europe/London). A working
day excludes weekends and the nation's bank holidays; a school day also excludes what lies outside the
terms and the school's own closures (domain/routing.md, "The concern flowchart").
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

LONDON = ZoneInfo("Europe/London")
DAY_ENDS = dt.time(17, 0)
"""A day's duty is done by this local time."""
FURTHEST = 400
"""Days to look ahead for the next school day; a calendar without one falls back to working days."""


@lru_cache(maxsize=8)
def bank_holidays(nation: str) -> holidays.HolidayBase:
    """The bank holidays of a nation of the United Kingdom (ENG, WLS, SCT, NIR), any year."""
    return holidays.country_holidays("GB", subdiv=nation)


@dataclass(frozen=True)
class Span:
    """Days from `first` to `last`, both included."""

    first: dt.date
    last: dt.date

    def __contains__(self, day: dt.date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Calendar:
    """One school's days: its nation, its terms, its closures. Without terms, school days are working days."""

    nation: str = "ENG"
    terms: tuple[Span, ...] = field(default=())
    closures: tuple[Span, ...] = field(default=())

    def is_working_day(self, day: dt.date) -> bool:
        """Not a weekend, not a bank holiday."""
        return day.weekday() < 5 and day not in bank_holidays(self.nation)

    def is_school_day(self, day: dt.date) -> bool:
        """A working day in term on which the school is not closed."""
        if not self.is_working_day(day) or any(day in closure for closure in self.closures):
            return False
        return not self.terms or any(day in term for term in self.terms)

    def working_days_after(self, moment: dt.datetime, count: int) -> dt.datetime:
        """The end of the `count`-th working day after the day of `moment`."""
        return _end_of_nth(moment, count, self.is_working_day)

    def school_days_after(self, moment: dt.datetime, count: int) -> dt.datetime:
        """The end of the `count`-th school day after the day of `moment`.

        Where the calendar knows no such day within 400 days, working days count instead: a clock
        always ends.
        """
        try:
            return _end_of_nth(moment, count, self.is_school_day)
        except LookupError:
            return self.working_days_after(moment, count)

    def weeks_after(self, moment: dt.datetime, weeks: int) -> dt.datetime:
        """The end of the working day on which so many weeks have passed, or of the last one before it."""
        return self._by(moment.astimezone(LONDON).date() + dt.timedelta(weeks=weeks))

    def months_after(self, moment: dt.datetime, months: int) -> dt.datetime:
        """The end of the working day on which so many months have passed, or of the last one before it.

        A month without that day ends on its last: three months from 30 November is the end of February.
        """
        day = moment.astimezone(LONDON).date()
        years, month = divmod(day.month - 1 + months, 12)
        year, month = day.year + years, month + 1
        last = calendar.monthrange(year, month)[1]
        return self._by(dt.date(year, month, min(day.day, last)))

    def _by(self, day: dt.date) -> dt.datetime:
        """A review falls on a day on which somebody works: never after the day, however long the holiday."""
        while not self.is_working_day(day):
            day -= dt.timedelta(days=1)
        return _end_of(day)

    def same_school_day(self, moment: dt.datetime) -> dt.datetime:
        """The end of this school day, an hour at least; told outside school days, 24 hours later at most.

        For what may be harming a child: evenings, weekends and holidays never delay it further, and what
        was told earlier is never due later.
        """
        local = moment.astimezone(LONDON)
        end = _end_of(local.date())
        if self.is_school_day(local.date()) and local < end:
            return max(end, hours_after(moment, 1))
        latest, tomorrow = hours_after(moment, 24), local.date() + dt.timedelta(days=1)
        return min(latest, _end_of(tomorrow)) if self.is_school_day(tomorrow) else latest


def hours_after(moment: dt.datetime, hours: float) -> dt.datetime:
    """A number of elapsed hours later, whatever the clocks do in between."""
    return moment.astimezone(dt.UTC) + dt.timedelta(hours=hours)


def _end_of(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, DAY_ENDS, LONDON).astimezone(dt.UTC)


def _end_of_nth(moment: dt.datetime, count: int, counts: Callable[[dt.date], bool]) -> dt.datetime:
    day = moment.astimezone(LONDON).date()
    for _ in range(FURTHEST):
        day += dt.timedelta(days=1)
        count -= counts(day)
        if count <= 0:
            return _end_of(day)
    raise LookupError("No such day within reach")
