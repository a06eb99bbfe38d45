"""By when: the month of the law, day by day, against an oracle that counts differently."""

from __future__ import annotations

import datetime as dt

import pytest

from esafety.schooldays.calendar import Calendar
from esafety.subject_access.policy.clock import REMINDERS, after_waiting, answer_by, remind_next

WORKING = Calendar("ENG").is_working_day
FIRST = dt.date(2024, 1, 1)
DAYS = [FIRST + dt.timedelta(days=number) for number in range(9 * 365)]


@pytest.mark.parametrize(
    ("received", "months", "due"),
    [
        ((2026, 9, 3), 1, (2026, 10, 5)),  # 3 October is a Saturday
        ((2026, 11, 30), 1, (2026, 12, 30)),
        ((2026, 1, 31), 1, (2026, 3, 2)),  # 28 February is a Saturday
        ((2028, 1, 31), 1, (2028, 2, 29)),  # leap day
        ((2026, 11, 25), 1, (2026, 12, 29)),  # Christmas, Boxing Day moved to Monday 28
        ((2026, 3, 31), 1, (2026, 4, 30)),
        ((2026, 9, 30), 3, (2026, 12, 30)),
    ],
)
def test_days_that_the_guidance_and_the_calendar_give(
    received: tuple[int, int, int], months: int, due: tuple[int, int, int]
) -> None:
    assert answer_by(dt.date(*received), months, WORKING) == dt.date(*due)


def oracle(day: dt.date, months: int) -> dt.date:
    """Walks day by day into the month, then on to a working day."""
    month = day.year * 12 + day.month - 1 + months
    at = day
    while at.year * 12 + at.month - 1 < month:
        at += dt.timedelta(days=1)
    while at.day < day.day and (at + dt.timedelta(days=1)).month == at.month:
        at += dt.timedelta(days=1)
    while not WORKING(at):
        at += dt.timedelta(days=1)
    return at


def test_every_day_of_nine_years_is_as_the_oracle_says() -> None:
    for day in DAYS:
        for months in (1, 3):
            assert answer_by(day, months, WORKING) == oracle(day, months), (day, months)
    assert len(DAYS) > 3_000


def test_waiting_never_shortens_and_ends_on_a_working_day() -> None:
    for number, day in enumerate(DAYS):
        waited = dt.timedelta(days=number % 90)
        due = answer_by(day, 1, WORKING)
        later = after_waiting(due, waited.days, WORKING)
        assert due + waited <= later < due + waited + dt.timedelta(days=6), day
        assert WORKING(later)


def test_reminders_never_stop_before_the_answer() -> None:
    due = dt.date(2026, 12, 30)
    for before in range(60, -61, -1):
        today = due - dt.timedelta(days=before)
        following = remind_next(due, today)
        assert following > today
        assert (due - following).days in REMINDERS or (
            following > due and following - today == dt.timedelta(days=1)
        )
