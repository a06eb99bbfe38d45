"""Which days a request may name. Source: C 3.6.1 (for a time, and closed again); a school year at most."""

from __future__ import annotations

import datetime as dt

from django.utils.dateformat import format as date_format

from esafety.schooldays.calendar import Calendar
from esafety.schooldays.years import year_of


def last_day(of: dt.date, calendar: Calendar) -> dt.date:
    """The last day of the school year a day belongs to: the end of its last term, or 31 July without terms."""
    year = year_of(of).span
    return max((term.last for term in calendar.terms if term.last in year), default=year.last)


def why_not_agreed(
    agreed: dt.date, from_on: dt.date | None, until_on: dt.date | None, today: dt.date
) -> str | None:
    """What is wrong with the last day that a decider agrees to; None when it can be: never later than was asked."""
    if until_on is None:
        return "This kind of request has no last day."
    if agreed > until_on:
        return (
            f"They asked until {date_format(until_on, 'j F Y')}. Enter that day or an earlier one; for longer, they "
            "ask for more time."
        )
    if agreed < max(from_on or today, today):
        return "This day is past, or before the first day. Enter a later one."
    return None


def why_not(
    from_on: dt.date | None, until_on: dt.date | None, today: dt.date, calendar: Calendar
) -> dict[str, str]:
    """What is wrong with the days, a sentence for each field; nothing for days that can be asked for."""
    found: dict[str, str] = {}
    if from_on is not None and from_on < today:
        found["from_on"] = "The first day is past. Enter today or a later day."
    if from_on is None or until_on is None:
        return found
    if until_on < from_on:
        found["until_on"] = "The last day is before the first day. Enter the same day or a later one."
    elif until_on < today:
        found["until_on"] = "The last day is past. Enter today or a later day."
    elif until_on > (last := last_day(max(from_on, today), calendar)):
        found["until_on"] = (
            f"The last day is after the end of the school year, {date_format(last, 'j F Y')}. Enter that day or an "
            "earlier one; ask again next year."
        )
    return found
