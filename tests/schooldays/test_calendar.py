"""The calendar against one that counts on its fingers.

Bank holidays, British Summer Time and the counting are worked out again below from their public rules,
without the library and the time-zone data that the product uses. Years 2024 to 2036: four leap days,
twenty-six changes of the clock, and Christmas on every day of the week.
"""

from __future__ import annotations

import datetime as dt
from functools import cache

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from esafety.schooldays.calendar import LONDON, Calendar, Span, hours_after

NATIONS = ("ENG", "WLS", "SCT", "NIR")
FIRST, LAST = dt.date(2024, 1, 1), dt.date(2036, 12, 31)
DAYS = [FIRST + dt.timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)
MONDAY = 0

# --- fingers ---


def easter(year: int) -> dt.date:
    """The anonymous Gregorian computus."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return dt.date(year, month, day + 1)


def first_monday(year: int, month: int) -> dt.date:
    return next(day for n in range(1, 8) if (day := dt.date(year, month, n)).weekday() == MONDAY)


def last_monday(year: int, month: int) -> dt.date:
    """Of a month of 31 days, as May and August are."""
    return next(day for n in range(31, 24, -1) if (day := dt.date(year, month, n)).weekday() == MONDAY)


@cache
def bank_holidays(nation: str, year: int) -> frozenset[dt.date]:
    """Banking and Financial Dealings Act 1971, its Scottish order, and what is proclaimed every year."""
    fixed = [dt.date(year, 1, 1), dt.date(year, 12, 25), dt.date(year, 12, 26)]
    found = {easter(year) - 2 * DAY, first_monday(year, 5), last_monday(year, 5)}
    if nation == "SCT":
        fixed += [dt.date(year, 1, 2), dt.date(year, 11, 30)]
        found |= {first_monday(year, 8)}
    else:
        found |= {easter(year) + DAY, last_monday(year, 8)}
    if nation == "NIR":
        fixed += [dt.date(year, 3, 17), dt.date(year, 7, 12)]
    if (nation, year) == ("SCT", 2026):
        found |= {dt.date(2026, 6, 15)}  # proclaimed once, for the football
    found |= set(fixed)
    for day in sorted(fixed):  # one that falls on a weekend is kept on the next day that is still free
        if day.weekday() >= 5:
            while day in found or day.weekday() >= 5:
                day += DAY
            found.add(day)
    return frozenset(found)


def is_working_day(nation: str, day: dt.date) -> bool:
    return day.weekday() < 5 and day not in bank_holidays(nation, day.year)


def is_school_day(calendar: Calendar, day: dt.date) -> bool:
    closed = any(span.first <= day <= span.last for span in calendar.closures)
    in_term = any(span.first <= day <= span.last for span in calendar.terms) or not calendar.terms
    return is_working_day(calendar.nation, day) and in_term and not closed


def last_sunday(year: int, month: int) -> dt.date:
    return max(dt.date(year, month, n) for n in range(25, 32) if dt.date(year, month, n).weekday() == 6)


def local(moment: dt.datetime) -> dt.datetime:
    """The time on a clock in a British school, as a plain time: summer runs from 01:00 to 01:00 UTC."""
    plain = moment.astimezone(dt.UTC).replace(tzinfo=None)
    one = dt.time(1)
    begins = dt.datetime.combine(last_sunday(plain.year, 3), one)
    ends = dt.datetime.combine(last_sunday(plain.year, 10), one)
    return plain + HOUR if begins <= plain < ends else plain


def days_counted(start: dt.date, end: dt.date, counts: set[dt.date]) -> int:
    """How many of the days that count lie after `start`, up to and including `end`."""
    return sum(1 for n in range(1, (end - start).days + 1) if start + n * DAY in counts)


# --- what is generated ---

moments = st.datetimes(dt.datetime(2024, 1, 1), dt.datetime(2036, 12, 31), timezones=st.just(dt.UTC))
nations = st.sampled_from(NATIONS)


@st.composite
def spans(draw: st.DrawFn, longest: int) -> Span:
    first = draw(st.dates(FIRST, LAST))
    return Span(first, first + draw(st.integers(0, longest)) * DAY)


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    """None, some or many terms, overlapping as they like; closures of a day up to a winter."""
    return Calendar(
        nation=draw(nations),
        terms=tuple(draw(st.lists(spans(longest=1200), max_size=5))),
        closures=tuple(draw(st.lists(spans(longest=90), max_size=6))),
    )


CHRISTMAS_EVE = dt.datetime(2027, 12, 24, 12, tzinfo=dt.UTC)  # Christmas is a Saturday: two substitute days
LEAP_DAY = dt.datetime(2028, 2, 29, 23, 59, tzinfo=dt.UTC)
SPRING = dt.datetime(2026, 3, 29, 0, 59, 59, tzinfo=dt.UTC)  # the second before the clocks go forward
AUTUMN = dt.datetime(2026, 10, 25, 0, 59, 59, tzinfo=dt.UTC)  # and back
SUMMER_MIDNIGHT = dt.datetime(2026, 7, 1, 23, 30, tzinfo=dt.UTC)  # already tomorrow in London
AWKWARD = (CHRISTMAS_EVE, LEAP_DAY, SPRING, AUTUMN, SUMMER_MIDNIGHT)

# --- days ---


@pytest.mark.parametrize("nation", NATIONS)
def test_every_day_of_thirteen_years_in_every_nation(nation: str) -> None:
    """4,749 days × 4 nations."""
    calendar = Calendar(nation)
    assert len(DAYS) == 4749
    wrong = [day for day in DAYS if calendar.is_working_day(day) != is_working_day(nation, day)]
    assert wrong == []
    assert [day for day in DAYS if calendar.is_school_day(day) != calendar.is_working_day(day)] == []


@pytest.mark.parametrize(
    "nation, day",
    [
        ("SCT", dt.date(2025, 1, 2)),
        ("SCT", dt.date(2025, 12, 1)),  # St Andrew's Day was a Sunday
        ("NIR", dt.date(2025, 3, 17)),
        ("NIR", dt.date(2026, 7, 13)),  # the twelfth was a Sunday
        ("ENG", dt.date(2025, 4, 21)),
        ("WLS", dt.date(2027, 12, 28)),
    ],
)
def test_nations_keep_their_own_days(nation: str, day: dt.date) -> None:
    keeping = {other for other in NATIONS if not Calendar(other).is_working_day(day)}
    assert nation in keeping
    assert (len(keeping) == 1) == (nation in ("SCT", "NIR"))


@settings(max_examples=400, deadline=None)
@given(calendars(), st.dates(FIRST, LAST))
def test_school_day_is_a_working_day_in_term_and_not_closed(calendar: Calendar, day: dt.date) -> None:
    assert calendar.is_school_day(day) == is_school_day(calendar, day)
    assert not calendar.is_school_day(day) or calendar.is_working_day(day)


# --- due moments ---


def check_end(due: dt.datetime, moment: dt.datetime, count: int, counts: set[dt.date]) -> None:
    """Due at five by the school's clock, on a day that counts, with exactly `count` of them since."""
    assert due.utcoffset() is not None
    clock = local(due)
    assert clock.time() == dt.time(17)
    assert clock.date() in counts
    assert days_counted(local(moment).date(), clock.date(), counts) == count
    assert due > moment


@settings(max_examples=400, deadline=None)
@given(nations, moments, st.integers(1, 60))
@example("ENG", CHRISTMAS_EVE, 1)
@example("SCT", CHRISTMAS_EVE, 5)
@example("ENG", LEAP_DAY - DAY, 1)
@example("NIR", SPRING, 1)
@example("WLS", AUTUMN, 1)
@example("ENG", SUMMER_MIDNIGHT, 1)
@example("ENG", CHRISTMAS_EVE, 45)
def test_working_days_after(nation: str, moment: dt.datetime, count: int) -> None:
    """1, 15 and 45 working days are the clocks after a referral; here any from 1 to 60."""
    near = {local(moment).date() + n * DAY for n in range(150)}
    counts = {day for day in near if is_working_day(nation, day)}
    check_end(Calendar(nation).working_days_after(moment, count), moment, count, counts)


@settings(max_examples=200, deadline=None)
@given(calendars(), moments, st.integers(1, 20))
def test_school_days_after(calendar: Calendar, moment: dt.datetime, count: int) -> None:
    """Where too few school days lie within 400 days, working days count: a clock always ends."""
    ahead = [local(moment).date() + n * DAY for n in range(1, 401)]
    counts = {day for day in ahead if is_school_day(calendar, day)}
    if len(counts) < count:
        counts = {day for day in ahead if is_working_day(calendar.nation, day)}
    check_end(calendar.school_days_after(moment, count), moment, count, counts)


@pytest.mark.parametrize("moment", AWKWARD)
@pytest.mark.parametrize("nation", NATIONS)
def test_school_that_is_closed_for_ever_still_has_clocks_that_end(nation: str, moment: dt.datetime) -> None:
    closed = Calendar(nation, closures=(Span(FIRST, dt.date(2050, 1, 1)),))
    assert closed.school_days_after(moment, 5) == closed.working_days_after(moment, 5)
    assert closed.same_school_day(moment) == moment + 24 * HOUR


@settings(max_examples=400, deadline=None)
@given(calendars(), moments)
@example(Calendar(), SPRING)
@example(Calendar(), AUTUMN)
@example(Calendar(), SUMMER_MIDNIGHT)
@example(Calendar(), CHRISTMAS_EVE)
@example(Calendar(), LEAP_DAY)
@example(Calendar(), dt.datetime(2026, 7, 1, 15, 59, tzinfo=dt.UTC))
@example(Calendar(), dt.datetime(2026, 7, 1, 16, 0, tzinfo=dt.UTC))
def test_same_school_day(calendar: Calendar, moment: dt.datetime) -> None:
    """By five on a school day, with an hour to do it; at any other time within 24 hours."""
    now, due = local(moment), calendar.same_school_day(moment)
    assert HOUR <= due - moment <= 24 * HOUR
    if is_school_day(calendar, now.date()) and now.hour < 16:
        assert local(due) == dt.datetime.combine(now.date(), dt.time(17))
    elif is_school_day(calendar, now.date()) and now.hour < 17:
        assert due == moment + HOUR


@pytest.mark.parametrize("day", DAYS[:366:7])
def test_end_of_the_day_is_five_by_the_clock_on_the_wall(day: dt.date) -> None:
    due = Calendar().working_days_after(dt.datetime.combine(day, dt.time(9), LONDON), 1)
    assert due.astimezone(LONDON).time() == dt.time(17)
    assert local(due).time() == dt.time(17)


@settings(max_examples=400, deadline=None)
@given(moments, st.floats(0.25, 200, allow_nan=False))
@example(SPRING, 72)
@example(AUTUMN, 72)
@example(LEAP_DAY, 24)
def test_hours_are_elapsed_whatever_the_clocks_do(moment: dt.datetime, hours: float) -> None:
    in_london = moment.astimezone(LONDON)
    assert hours_after(in_london, hours).timestamp() - moment.timestamp() == pytest.approx(
        hours * 3600, abs=1e-3
    )
    assert hours_after(in_london, hours) == hours_after(moment, hours)


# --- order ---


@settings(max_examples=400, deadline=None)
@given(calendars(), moments, st.timedeltas(dt.timedelta(0), dt.timedelta(days=10)), st.integers(1, 20))
def test_counted_days_never_let_a_later_report_be_due_first(
    calendar: Calendar, moment: dt.datetime, later: dt.timedelta, count: int
) -> None:
    assert calendar.working_days_after(moment, count) <= calendar.working_days_after(moment + later, count)
    full = Calendar(calendar.nation, closures=calendar.closures)  # terms without end: nothing falls back
    assert full.school_days_after(moment, count) <= full.school_days_after(moment + later, count)


@settings(max_examples=400, deadline=None)
@given(calendars(), moments, st.timedeltas(dt.timedelta(0), dt.timedelta(days=3)))
@example(Calendar(), dt.datetime(2026, 6, 9, 18, tzinfo=dt.UTC), 14 * HOUR)
def test_what_may_be_harming_a_child_is_never_due_after_what_was_reported_later(
    calendar: Calendar, moment: dt.datetime, later: dt.timedelta
) -> None:
    """Told on Tuesday evening, it is not due after what is told on Wednesday morning."""
    assert calendar.same_school_day(moment) <= calendar.same_school_day(moment + later)


@settings(max_examples=300, deadline=None)
@given(calendars(), moments, st.integers(1, 19))
def test_more_days_are_due_strictly_later(calendar: Calendar, moment: dt.datetime, count: int) -> None:
    assert calendar.working_days_after(moment, count) < calendar.working_days_after(moment, count + 1)
    assert calendar.working_days_after(moment, count) <= Calendar(
        calendar.nation, closures=calendar.closures
    ).school_days_after(moment, count)


@settings(max_examples=300, deadline=None)
@given(calendars(), moments, st.sampled_from([LONDON, dt.timezone(-5 * HOUR), dt.timezone(12 * HOUR)]))
def test_the_zone_a_moment_is_written_in_changes_nothing(
    calendar: Calendar, moment: dt.datetime, zone: dt.tzinfo
) -> None:
    elsewhere = moment.astimezone(zone)
    assert calendar.working_days_after(moment, 3) == calendar.working_days_after(elsewhere, 3)
    assert calendar.school_days_after(moment, 3) == calendar.school_days_after(elsewhere, 3)
    assert calendar.same_school_day(moment) == calendar.same_school_day(elsewhere)
