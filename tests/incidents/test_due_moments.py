"""Every clock of casework against counting on fingers: Christmas, leap day, the hour lost and the one gained."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from esafety.schooldays.calendar import Calendar, Span
from incidents.facts import due, warned_at
from incidents.policy.clocks import LEAD, SCHOOL_DAYS, WORKING_DAYS, Clock

LONDON = ZoneInfo("Europe/London")
BANK_HOLIDAYS = {
    dt.date(2027, 12, 27), dt.date(2027, 12, 28), dt.date(2028, 1, 3), dt.date(2028, 4, 14), dt.date(2028, 4, 17),
    dt.date(2028, 5, 1), dt.date(2028, 5, 29), dt.date(2028, 8, 28), dt.date(2028, 12, 25), dt.date(2028, 12, 26),
    dt.date(2027, 8, 30), dt.date(2029, 1, 1), dt.date(2029, 3, 30), dt.date(2029, 4, 2),
}  # fmt: skip
"""England's, as the government publishes them, read by hand: September 2027 to spring 2029, with the leap year."""
TERMS = ((dt.date(2027, 9, 2), dt.date(2027, 12, 17)), (dt.date(2028, 1, 4), dt.date(2028, 3, 31)),
         (dt.date(2028, 4, 18), dt.date(2028, 7, 21)), (dt.date(2028, 9, 4), dt.date(2028, 12, 20)))  # fmt: skip
HALF_TERM = (dt.date(2028, 2, 21), dt.date(2028, 2, 25))
SCHOOL = Calendar("ENG", tuple(Span(*term) for term in TERMS), (Span(*HALF_TERM),))
MOMENTS = st.datetimes(dt.datetime(2027, 9, 2), dt.datetime(2028, 7, 1), timezones=st.just(dt.UTC))


def works(day: dt.date) -> bool:
    return day.weekday() < 5 and day not in BANK_HOLIDAYS


def teaches(day: dt.date) -> bool:
    in_term = any(first <= day <= last for first, last in TERMS)
    return works(day) and in_term and not HALF_TERM[0] <= day <= HALF_TERM[1]


def on_fingers(moment: dt.datetime, count: int, counts) -> dt.datetime:
    """Go a day at a time from the day it happened in London, and stop at five o'clock on the last that counts."""
    day = moment.astimezone(LONDON).date()
    while count:
        day += dt.timedelta(days=1)
        if counts(day):
            count -= 1
    return dt.datetime(day.year, day.month, day.day, 17, tzinfo=LONDON)


@pytest.mark.parametrize("clock", sorted(WORKING_DAYS))
@settings(max_examples=120, deadline=None)
@given(moment=MOMENTS)
@example(moment=dt.datetime(2027, 12, 24, 16, 59, tzinfo=dt.UTC))
@example(moment=dt.datetime(2028, 2, 28, 23, 59, tzinfo=dt.UTC))
@example(moment=dt.datetime(2028, 3, 25, 23, 30, tzinfo=dt.UTC))
@example(moment=dt.datetime(2028, 6, 1, 23, 30, tzinfo=dt.UTC))
def test_working_days_are_those_one_counts(clock: Clock, moment: dt.datetime) -> None:
    assert due(clock, moment, SCHOOL) == on_fingers(moment, WORKING_DAYS[clock], works)


@pytest.mark.parametrize("clock", sorted(SCHOOL_DAYS))
@settings(max_examples=120, deadline=None)
@given(moment=MOMENTS)
@example(moment=dt.datetime(2027, 12, 17, 16, tzinfo=dt.UTC))
@example(moment=dt.datetime(2028, 2, 18, 12, tzinfo=dt.UTC))
@example(moment=dt.datetime(2028, 2, 29, 12, tzinfo=dt.UTC))
def test_school_days_are_those_one_counts(clock: Clock, moment: dt.datetime) -> None:
    assert due(clock, moment, SCHOOL) == on_fingers(moment, SCHOOL_DAYS[clock], teaches)


@pytest.mark.parametrize(("clock", "hours"), [(Clock.AT_ONCE, 1), (Clock.HOURS_72, 72)])
@settings(max_examples=120, deadline=None)
@given(moment=MOMENTS)
@example(moment=dt.datetime(2028, 3, 25, 12, tzinfo=dt.UTC))
@example(moment=dt.datetime(2027, 10, 30, 12, tzinfo=dt.UTC))
def test_hours_are_hours_whatever_is_done_to_the_clocks(
    clock: Clock, hours: int, moment: dt.datetime
) -> None:
    assert (due(clock, moment, SCHOOL) - moment).total_seconds() == hours * 3600


@pytest.mark.parametrize(
    ("clock", "said", "comes"),
    [
        (Clock.WEEKS_2, dt.datetime(2027, 12, 13, 10, tzinfo=dt.UTC), dt.date(2027, 12, 24)),
        (Clock.WEEKS_6, dt.datetime(2028, 1, 18, 10, tzinfo=dt.UTC), dt.date(2028, 2, 29)),
        (Clock.MONTHS_3, dt.datetime(2027, 11, 30, 10, tzinfo=dt.UTC), dt.date(2028, 2, 29)),
        (Clock.MONTHS_3, dt.datetime(2028, 11, 30, 10, tzinfo=dt.UTC), dt.date(2029, 2, 28)),
        (Clock.MONTHS_3, dt.datetime(2028, 1, 14, 10, tzinfo=dt.UTC), dt.date(2028, 4, 13)),
        (Clock.MONTHS_3, dt.datetime(2028, 5, 31, 23, 30, tzinfo=dt.UTC), dt.date(2028, 9, 1)),
    ],
)
def test_a_review_falls_on_a_day_on_which_somebody_works(
    clock: Clock, said: dt.datetime, comes: dt.date
) -> None:
    found = due(clock, said, SCHOOL).astimezone(LONDON)
    assert (found.date(), found.hour) == (comes, 17)


@pytest.mark.parametrize("clock", sorted(Clock))
@settings(max_examples=60, deadline=None)
@given(moment=MOMENTS)
def test_every_clock_warns_before_its_end_and_not_before_half_of_it(
    clock: Clock, moment: dt.datetime
) -> None:
    end = due(clock, moment, SCHOOL)
    warns = warned_at(clock, moment, end)
    assert warns is not None
    assert moment < warns < end
    assert warns >= moment + (end - moment) / 2 - dt.timedelta(microseconds=1)
    assert end - warns <= LEAD[clock]


@settings(max_examples=150, deadline=None)
@given(moment=MOMENTS)
def test_the_clocks_after_a_referral_follow_each_other(moment: dt.datetime) -> None:
    ends = [
        due(clock, moment, SCHOOL)
        for clock in (Clock.WORKING_DAY_1, Clock.WORKING_DAYS_15, Clock.WORKING_DAYS_45)
    ]
    assert ends == sorted(ends)
    assert len(set(ends)) == 3
