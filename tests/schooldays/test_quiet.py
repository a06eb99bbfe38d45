"""Quiet hours against a clock that is read minute by minute, through both changes of the clock."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esafety.schooldays.calendar import LONDON
from esafety.schooldays.quiet import length, quiet_until

T = dt.time
TIMES = st.builds(T, st.integers(0, 23), st.sampled_from((0, 15, 30, 45)))
MOMENTS = st.datetimes(
    dt.datetime(2024, 1, 1), dt.datetime(2036, 12, 31), timezones=st.just(dt.UTC)
) | st.datetimes(dt.datetime(2026, 10, 24), dt.datetime(2026, 10, 26), timezones=st.just(dt.UTC))


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("moment", "ends"),
    [
        ("2026-11-20 18:59", None),
        ("2026-11-20 19:00", "2026-11-21 07:00"),
        ("2026-11-20 23:59", "2026-11-21 07:00"),
        ("2026-11-21 00:00", "2026-11-21 07:00"),
        ("2026-11-21 06:59", "2026-11-21 07:00"),
        ("2026-11-21 07:00", None),
        ("2026-03-28 22:00", "2026-03-29 07:00"),
        ("2026-10-24 22:00", "2026-10-25 07:00"),
    ],
)
def test_over_night(moment: str, ends: str | None) -> None:
    found = quiet_until(at(moment), T(19), T(7))
    assert found == (at(ends) if ends else None)


def test_within_a_day_and_without_any() -> None:
    assert quiet_until(at("2026-11-20 13:30"), T(13), T(14)) == at("2026-11-20 14:00")
    assert quiet_until(at("2026-11-20 14:00"), T(13), T(14)) is None
    assert quiet_until(at("2026-11-20 13:30"), None, None) is None
    assert length(T(19), T(7)) == dt.timedelta(hours=12)
    assert length(T(13), T(14)) == dt.timedelta(hours=1)


@given(moment=MOMENTS, starts=TIMES, ends=TIMES)
def test_nothing_waits_past_the_end_and_nothing_is_due_before_it_was_promised(
    moment: dt.datetime, starts: T, ends: T
) -> None:
    if starts == ends:
        return
    found = quiet_until(moment, starts, ends)
    if found is None:
        return
    assert moment < found <= moment + length(starts, ends) + dt.timedelta(hours=1)
    local = found.astimezone(LONDON)
    assert local.time() == ends or local.month == 3, "a time that the clock skips"
