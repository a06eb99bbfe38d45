"""The clocks a school may set: quicker than the published ones, never slower, and the task says so."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from esafety.people.models import School
from esafety.schooldays.calendar import Calendar, Span
from incidents.facts import due, due_as_set
from incidents.models import Task
from incidents.policy.clocks import ADJUSTABLE, Adjustable, Clock, Setting, Timed, timed
from incidents.policy.routing import COPY_TASK, DUTIES, Facts, first_look, first_look_setting
from incidents.vocabulary import FoundBy, IncidentType, Status
from tests.builders import a_concern, advance
from tests.cast import Cast

YEAR = Calendar(
    terms=(Span(dt.date(2026, 9, 3), dt.date(2026, 12, 18)), Span(dt.date(2027, 1, 4), dt.date(2027, 3, 25))),
    closures=(Span(dt.date(2026, 10, 26), dt.date(2026, 10, 30)),),
)
MOMENTS = st.datetimes(dt.datetime(2026, 8, 1), dt.datetime(2027, 7, 31), timezones=st.just(dt.UTC))


def choose(cast: Cast, **clocks: str) -> None:
    School.objects.filter(pk=cast.school.pk).update(clocks=clocks)


def terms_are_known(moment: dt.datetime, calendar: Calendar) -> bool:
    """Whether a school day is still to come; without one, every working day counts and the 24 hours can be longer."""
    return not calendar.terms or moment.date() < calendar.terms[-1].last - dt.timedelta(days=7)


@pytest.mark.parametrize("row", ADJUSTABLE, ids=lambda row: row.setting)
@settings(max_examples=300, deadline=None)
@given(moment=MOMENTS, terms=st.booleans())
def test_no_choice_is_ever_slower_than_the_published_clock(
    row: Adjustable, moment: dt.datetime, terms: bool
) -> None:
    calendar = YEAR if terms else Calendar()
    published = due(row.clock, moment, calendar)
    for choice in row.choices:
        assert due_as_set(Timed(choice, row.clock, ""), moment, calendar) <= published, choice
        if terms_are_known(moment, calendar):
            assert due(choice, moment, calendar) <= published, choice


def test_the_published_clock_is_among_the_choices_and_the_last() -> None:
    for row in ADJUSTABLE:
        assert row.choices[-1] is row.clock
        assert row.source[0] in "ABCDE"
    assert [row.setting for row in ADJUSTABLE] == list(Setting)


def test_the_table_says_what_the_rules_say() -> None:
    published = {row.setting: row.clock for row in ADJUSTABLE}
    for facts in (Facts(), Facts(danger=True), Facts(types=frozenset({IncidentType.GROOMING}))):
        assert published[first_look_setting(facts)] is first_look(facts)
    assert published[Setting.COPY] is COPY_TASK.clock
    (acknowledge,) = [task for duty in DUTIES for task in duty.tasks if task.code == Setting.ACKNOWLEDGE]
    assert published[Setting.ACKNOWLEDGE] is acknowledge.clock


@pytest.mark.parametrize(
    "chosen",
    [{}, {"first_look_danger": "HOURS_72"}, {"first_look_danger": "nonsense"}, {"police": "HOURS_72"}],
)
def test_what_is_not_a_choice_is_not_heeded(chosen: dict[str, str]) -> None:
    assert timed("first_look_danger", Clock.MINUTES_15, "D", chosen) == (
        Clock.MINUTES_15,
        Clock.MINUTES_15,
        "D",
    )
    assert timed("police", Clock.AT_ONCE, "E N.B.", chosen) == (Clock.AT_ONCE, Clock.AT_ONCE, "E N.B.")


def test_a_first_look_in_danger_is_due_when_the_school_says(cast: Cast) -> None:
    choose(cast, first_look_danger="MINUTES_5")
    incident = a_concern(cast, about="pupil", danger=True)
    look = Task.objects.get(incident=incident, code="first_look")
    assert look.due_at == incident.reported_at + dt.timedelta(minutes=5)
    assert look.source == "C 4.1, C 2.2.6, D flowchart; set by the school"


def test_another_school_keeps_the_published_clock(cast: Cast) -> None:
    School.objects.filter(pk=cast.other.pk).update(clocks={"first_look_danger": "MINUTES_5"})
    incident = a_concern(cast, about="pupil", danger=True)
    look = Task.objects.get(incident=incident, code="first_look")
    assert look.due_at == incident.reported_at + dt.timedelta(minutes=15)
    assert "set by the school" not in look.source


def test_complaints_and_copies_run_on_the_school_s_clocks(cast: Cast) -> None:
    choose(cast, acknowledge="NEXT_SCHOOL_DAY", copy="SCHOOL_DAYS_3")
    School.objects.filter(pk=cast.school.pk).update(copy_to_authority=School.CopyToAuthority.EVERY)
    incident = a_concern(cast, about="pupil", found_by=FoundBy.COMPLAINT)
    task = Task.objects.get(incident=incident, code="acknowledge")
    assert task.source == "A 13, D 3.7; set by the school"
    advance(incident, Status.CLOSED)
    copy = Task.objects.get(incident=incident, code="copy")
    assert copy.source == "C 4.1, C App. 4; set by the school"


def test_setting_a_clock_moves_nothing_that_runs_already(cast: Cast) -> None:
    incident = a_concern(cast, about="pupil", danger=True)
    before = Task.objects.get(incident=incident, code="first_look").due_at
    choose(cast, first_look_danger="MINUTES_5")
    assert Task.objects.get(incident=incident, code="first_look").due_at == before
