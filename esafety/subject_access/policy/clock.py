"""By when a request must be answered: pure functions over days.

Source: UK GDPR Art. 12(3) (one month, two more where requests are complex or many, told within the first month);
ICO, "How long do we have to comply?" (from the day of receipt to the corresponding day, the last day of a shorter
month, the next working day after a weekend or bank holiday); Data (Use and Access) Act 2025 s. 76 (the clock starts
when identity is proved, and stands still while clarification is waited for).
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Callable

MONTHS = 1
MORE_MONTHS = 2
REMINDERS = (10, 3, 0)
"""◇ Days before the last day on which a reminder goes out; afterwards each day."""

IsWorkingDay = Callable[[dt.date], bool]


def answer_by(counted_from: dt.date, months: int, is_working_day: IsWorkingDay) -> dt.date:
    """The last day for an answer to a request whose clock began on this day."""
    years, month = divmod(counted_from.month - 1 + months, 12)
    year, month = counted_from.year + years, month + 1
    last = calendar.monthrange(year, month)[1]
    return _worked(dt.date(year, month, min(counted_from.day, last)), is_working_day)


def after_waiting(due_on: dt.date, days: int, is_working_day: IsWorkingDay) -> dt.date:
    """The last day, moved by the days for which clarification was waited for."""
    return _worked(due_on + dt.timedelta(days=days), is_working_day)


def remind_next(due_on: dt.date, today: dt.date) -> dt.date:
    """The next day after today on which a reminder goes out."""
    before = [due_on - dt.timedelta(days=days) for days in REMINDERS]
    return min((day for day in before if day > today), default=today + dt.timedelta(days=1))


def _worked(day: dt.date, is_working_day: IsWorkingDay) -> dt.date:
    while not is_working_day(day):
        day += dt.timedelta(days=1)
    return day
