"""The pure rules: dates, and what holds a record, against an oracle over random graphs (AC-09)."""

from __future__ import annotations

import calendar
import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from esafety.keeping.policy.dates import Adult, Due, Facts, after_school_years, due, years_after
from esafety.keeping.policy.holds import Standing, judge
from esafety.keeping.policy.schedule import DEFAULT_YEARS, RULE, SCHEDULE
from esafety.keeping.vocabulary import LAID, OF_INCIDENTS, HoldKind, RecordKind, Trigger

pytestmark = pytest.mark.either_engine

TODAY = dt.date(2026, 11, 30)
K, H = RecordKind, HoldKind


# fmt: off
@pytest.mark.parametrize("day, years, found", [
    (dt.date(2016, 2, 29), 25, dt.date(2041, 3, 1)),
    (dt.date(2016, 2, 29), 28, dt.date(2044, 2, 29)),
    (dt.date(2016, 2, 28), 25, dt.date(2041, 2, 28)),
    (dt.date(2075, 2, 28), 25, dt.date(2100, 2, 28)),
])
# fmt: on
def test_a_birthday_on_29_february_is_on_1_march_in_other_years(day: dt.date, years: int, found: dt.date) -> None:
    assert years_after(day, years) == found


@given(st.dates(dt.date(1940, 1, 1), dt.date(2060, 12, 31)), st.integers(0, 75))
def test_nothing_is_due_a_day_early_and_no_more_than_a_day_late(day: dt.date, years: int) -> None:
    found = years_after(day, years)
    leap = (day.month, day.day) == (2, 29) and not calendar.isleap(day.year + years)
    assert (found.month, found.day) == ((3, 1) if leap else (day.month, day.day))
    assert found.year == day.year + years


# fmt: off
@pytest.mark.parametrize("closed, due_on", [
    (dt.date(2020, 8, 31), dt.date(2026, 9, 1)),
    (dt.date(2020, 9,  1), dt.date(2027, 9, 1)),
    (dt.date(2020, 2, 29), dt.date(2026, 9, 1)),
    (dt.date(2020, 12, 31), dt.date(2027, 9, 1)),
])
# fmt: on
def test_a_school_year_ends_on_31_august(closed: dt.date, due_on: dt.date) -> None:
    assert after_school_years(closed, 6) == due_on
    assert due(Facts(K.ONLINE_SAFETY, closed, closed), DEFAULT_YEARS) == Due(due_on)


def test_a_safeguarding_record_waits_for_the_youngest_child_and_for_every_date_of_birth() -> None:
    closed = dt.date(2020, 1, 1)
    known = Facts(K.SAFEGUARDING, closed, closed, (dt.date(2010, 5, 1), dt.date(2012, 2, 29)))
    assert due(known, DEFAULT_YEARS) == Due(dt.date(2037, 3, 1))
    for children in ((), (None,), (dt.date(2010, 5, 1), None)):
        assert due(known._replace(children=children), DEFAULT_YEARS) == Due(None, H.UNKNOWN_BIRTH)


def test_an_allegation_is_kept_to_pension_age_or_ten_years_whichever_is_longer() -> None:
    closed = dt.date(2020, 6, 1)
    young, old = Adult(dt.date(1990, 1, 1), None), Adult(dt.date(1955, 1, 1), None)
    facts = Facts(K.ALLEGATION, dt.date(2020, 5, 1), closed, adults=(young,))
    assert due(facts, DEFAULT_YEARS) == Due(dt.date(2058, 1, 1))
    assert due(facts._replace(adults=(old,)), DEFAULT_YEARS) == Due(dt.date(2030, 5, 1))
    assert due(facts._replace(adults=(Adult(None, None),)), DEFAULT_YEARS) == Due(None, H.UNKNOWN_BIRTH)


def test_what_was_disproved_is_due_at_once_and_a_low_level_concern_when_the_adult_leaves() -> None:
    closed, left = dt.date(2020, 6, 1), dt.date(2024, 8, 31)
    assert due(Facts(K.DISPROVED, closed, closed), DEFAULT_YEARS) == Due(closed)
    concern = Facts(K.LOW_LEVEL, closed, closed, adults=(Adult(None, left),))
    assert due(concern, DEFAULT_YEARS) == Due(left)
    assert due(concern._replace(adults=(Adult(None, None),)), DEFAULT_YEARS) == Due(None, H.STILL_HERE)
    assert due(concern._replace(closed_on=None), DEFAULT_YEARS) == Due(None, H.OPEN_CASE)


def test_every_kind_has_one_row_with_a_source_and_bounds_around_its_number() -> None:
    assert list(RULE) == list(K)
    for rule in SCHEDULE:
        assert rule.least <= rule.years <= rule.most
        assert rule.source
        assert rule.then
    assert all(RULE[kind].trigger != Trigger.NEVER for kind in OF_INCIDENTS)


# -- random graphs ---------------------------------------------------------------------------------


@st.composite
def graphs(draw: Any) -> dict[int, Standing]:
    """Up to nine records: every kind, dates on both sides of today, holds, people, links in both directions."""
    count = draw(st.integers(1, 9))
    days = st.one_of(st.none(), st.integers(-3, 3).map(lambda at: TODAY + dt.timedelta(days=at)))
    few = {"max_size": 2}
    laid = st.frozensets(st.sampled_from(LAID), max_size=1)
    return {
        key: Standing(
            kind=draw(st.sampled_from((K.ONLINE_SAFETY, K.ONLINE_SAFETY, *OF_INCIDENTS))),
            is_open=draw(st.integers(0, 5)) == 0,
            due_on=draw(days),
            unknown=draw(st.sampled_from((None, None, None, None, H.UNKNOWN_BIRTH, H.STILL_HERE))),
            laid=draw(laid) if draw(st.integers(0, 3)) == 0 else frozenset(),
            people=draw(st.frozensets(st.integers(1, 6), **few)),
            linked=draw(st.frozensets(st.integers(0, count), **few)) if draw(st.booleans()) else frozenset(),
        )
        for key in range(count)
    }


def protected(key: int, records: dict[int, Standing], seen: frozenset[int] = frozenset()) -> bool:
    """The oracle, as slow and plain as the sentence it stands for: walk from record to record along every link."""
    if key not in records:
        return True
    one = records[key]
    if one.kind == K.SEXUAL_ABUSE or one.is_open or one.laid or one.unknown:
        return True
    if one.due_on is None or one.due_on > TODAY:
        return True
    if any(other.is_open and at != key and one.people & other.people for at, other in records.items()):
        return True
    near = one.linked | {at for at, other in records.items() if key in other.linked}
    return any(protected(at, records, seen | {key}) for at in near - seen - {key})


GONE = {"graphs": 0, "gone": 0}


@settings(max_examples=5_000, deadline=None, database=None)
@given(graphs())
def test_of_5000_random_graphs_no_protected_record_goes_and_no_other_is_kept(records: dict[int, Standing]) -> None:
    held = judge(records, TODAY)
    assert held.keys() == records.keys()
    for key in records:
        assert bool(held[key]) == protected(key, records), key
    GONE["graphs"] += 1
    GONE["gone"] += sum(not one for one in held.values())


def test_the_graphs_were_of_both_sorts() -> None:
    if GONE["graphs"]:
        assert GONE["graphs"] >= 5_000
        assert GONE["gone"] > 300, "A property that never lets anything go proves nothing"
