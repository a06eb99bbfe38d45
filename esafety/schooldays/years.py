"""School years: from 1 August to 31 July.

A school year in law begins with the first term after July (Education Act 1996, section 579); every nation of the
United Kingdom fits between these two days.
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from django.utils.dateformat import format as date_format

from esafety.schooldays.calendar import Span

EARLIEST, LATEST = 2000, 2100


class SchoolYear(NamedTuple):
    """The year that begins on 1 August of `begins`."""

    begins: int

    @property
    def span(self) -> Span:
        """From its first day to its last."""
        return Span(dt.date(self.begins, 8, 1), dt.date(self.begins + 1, 7, 31))

    @property
    def next(self) -> SchoolYear:
        """The year after."""
        return SchoolYear(self.begins + 1)

    @property
    def previous(self) -> SchoolYear:
        """The year before."""
        return SchoolYear(self.begins - 1)

    @property
    def months(self) -> list[dt.date]:
        """The first day of each of its twelve months."""
        return [
            dt.date(self.begins + (month < 8), month, 1) for month in (8, 9, 10, 11, 12, 1, 2, 3, 4, 5, 6, 7)
        ]

    def __str__(self) -> str:
        return f"{self.begins} to {self.begins + 1}"


def year_of(day: dt.date) -> SchoolYear:
    """The school year a day belongs to."""
    return SchoolYear(day.year if day.month >= 8 else day.year - 1)


def in_words(first: dt.date, last: dt.date) -> str:
    """A stretch of days as people write it: 26 to 30 October 2026, or one day alone."""
    end = date_format(last, "j F Y")
    if first == last:
        return end
    if first.year != last.year:
        return f"{date_format(first, 'j F Y')} to {end}"
    return f"{first.day if first.month == last.month else date_format(first, 'j F')} to {end}"
