"""By when: ends, reminders, reviews and checks. Pure functions; moments are UTC, days are the school's (London).

Source: C 3.6.1 ("closed again when no longer needed"); domain/filtering.md, "Life" and "Checks".
"""

from __future__ import annotations

import datetime as dt

from esafety.schooldays.calendar import DAY_ENDS, FURTHEST, LONDON, Calendar

MORNING = dt.time(7, 30)
"""When the day's reminders are written: before the first lesson."""
FAULT_SCHOOL_DAYS = 1
"""By the end of the next school day a fault of the filter is put right or somebody has said why not."""
REVIEW_SCHOOL_DAYS = 1
"""An emergency block is looked at again by the end of the next school day."""
CHECK_EVERY_DAYS = 14
"""How often the filter is checked unless the school sets another number (B: fortnightly)."""
FEWEST_DAYS, MOST_DAYS = 1, 92
"""A school may check daily, and must check every term."""
ONE_DAY = dt.timedelta(days=1)


def end_of(day: dt.date) -> dt.datetime:
    """The end of a day's lessons and work, five in the afternoon."""
    return dt.datetime.combine(day, DAY_ENDS, LONDON).astimezone(dt.UTC)


def morning_of(day: dt.date) -> dt.datetime:
    """When a day's reminders are written."""
    return dt.datetime.combine(day, MORNING, LONDON).astimezone(dt.UTC)


def warned_on(until_on: dt.date, calendar: Calendar) -> dt.date:
    """The day of the reminder before the end: the last school day before it, or simply the day before."""
    day = until_on
    for _ in range(FURTHEST):
        day -= ONE_DAY
        if calendar.is_school_day(day):
            return day
    return until_on - ONE_DAY


def next_reminder(after: dt.datetime, until_on: dt.date, calendar: Calendar) -> dt.datetime:
    """The first reminder later than a moment: the school day before the end, the end, then every day."""
    for day in (warned_on(until_on, calendar), until_on):
        if morning_of(day) > after:
            return morning_of(day)
    return next_morning(after)


def next_morning(after: dt.datetime) -> dt.datetime:
    """The first morning later than a moment."""
    day = after.astimezone(LONDON).date()
    return morning_of(day) if morning_of(day) > after else morning_of(day + ONE_DAY)


def next_school_morning(after: dt.datetime, calendar: Calendar) -> dt.datetime:
    """The first morning of a school day later than a moment; any morning where the calendar knows no such day."""
    first = next_morning(after)
    day = first.astimezone(LONDON).date()
    for ahead in range(FURTHEST):
        if calendar.is_school_day(day + dt.timedelta(days=ahead)):
            return morning_of(day + dt.timedelta(days=ahead))
    return first


def review_due(moment: dt.datetime, calendar: Calendar) -> dt.datetime:
    """By when an emergency block is reviewed."""
    return calendar.school_days_after(moment, REVIEW_SCHOOL_DAYS)


def fault_due(moment: dt.datetime, calendar: Calendar) -> dt.datetime:
    """By when a fault that a check found is put right."""
    return calendar.school_days_after(moment, FAULT_SCHOOL_DAYS)


def check_due_on(last_on: dt.date, every_days: int, calendar: Calendar) -> dt.date:
    """The day of the next check: so many days after the last, or the first school day after that."""
    day = last_on + dt.timedelta(days=every_days)
    for ahead in range(FURTHEST):
        if calendar.is_school_day(day + dt.timedelta(days=ahead)):
            return day + dt.timedelta(days=ahead)
    return day
