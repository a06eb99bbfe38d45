"""What holds a record is found in the database: each hold, over links, duplicates and people."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from esafety.keeping import actions, standing_holds
from esafety.keeping.facts import around
from esafety.keeping.models import Disposal, Tombstone
from esafety.keeping.vocabulary import HoldKind as H
from esafety.keeping.vocabulary import RecordKind as K
from esafety.keeping.vocabulary import Stage
from esafety.office.demo import clock
from esafety.people.models import Person
from incidents import actions as cases
from incidents.access_people import LOW_LEVEL_PEOPLE, low_level_about
from incidents.actions.guard import fresh
from incidents.models import Incident
from incidents.vocabulary import AcceptedAs, Finding, FoundBy, IncidentType, Lane, Status
from incidents.vocabulary.outside import Agency, Step
from tests.builders import a_concern, a_referral, a_step, advance
from tests.cast import Cast
from tests.keeping.old import LONG_AGO, an_old_record, carried_out, three_years

pytestmark = pytest.mark.django_db


def held(incident: Incident) -> set[H]:
    found = around([incident.pk])
    return set(found.judged(timezone.localdate())[found.families.record_of[incident.pk]])


def kind(incident: Incident) -> K:
    return around([incident.pk]).standings[incident.pk].kind


def test_an_old_closed_record_is_held_by_nothing(cast: Cast) -> None:
    three_years(cast)
    assert held(an_old_record(cast)) == set()


def test_an_open_one_is_held_and_holds_others_about_the_same_child(cast: Cast) -> None:
    three_years(cast)
    old, other = an_old_record(cast), an_old_record(cast, about="third_pupil")
    now = a_concern(cast)
    assert H.OPEN_CASE in held(now)
    assert held(old) == {H.OPEN_CASE}
    assert held(other) == set()


def test_a_linked_record_that_is_not_due_holds_the_whole_chain(cast: Cast) -> None:
    three_years(cast)
    first, second = an_old_record(cast), an_old_record(cast, about="third_pupil")
    last = an_old_record(cast, about="second_pupil", moment=timezone.now() - dt.timedelta(days=40))
    for one, other in ((first, second), (last, second)):
        cases.link(incident=one, other=other, reason="The same chat.", by=cast.dsl)
    assert held(first) == {H.LINKED}
    assert held(second) == {H.LINKED}
    assert held(last) == {H.NOT_DUE}


def test_what_may_be_about_child_sexual_abuse_is_always_held(cast: Cast) -> None:
    old = an_old_record(cast, type=IncidentType.GROOMING, about="second_pupil")
    assert kind(old) == K.SEXUAL_ABUSE
    assert H.SEXUAL_ABUSE in held(old)


def test_a_safeguarding_record_without_a_date_of_birth_is_held(cast: Cast) -> None:
    with clock.at(LONG_AGO):
        old = advance(a_concern(cast), to=Status.CLOSED, accepted_as=AcceptedAs.SAFEGUARDING)
    assert kind(old) == K.SAFEGUARDING
    assert held(old) - {H.OPEN_CASE} == {H.NOT_DUE}, "the child is ten"
    Person.objects.filter(pk=cast.pupil.pk).update(born_on=None)
    assert held(old) - {H.OPEN_CASE} == {H.UNKNOWN_BIRTH}


def test_an_agency_that_has_not_ended_holds_it(cast: Cast) -> None:
    three_years(cast)
    with clock.at(LONG_AGO):
        old = advance(a_concern(cast), to=Status.IN_PROGRESS)
        referral = a_referral(fresh(old), Agency.POLICE)
    assert H.POLICE in held(old)
    a_step(referral, Step.ENDED)
    assert H.POLICE not in held(old)


def test_an_allegation_found_false_is_due_at_once_and_any_other_is_not(cast: Cast) -> None:
    with clock.at(LONG_AGO):
        old = advance(a_concern(cast, about="teacher", by="second_teacher"), to=Status.CLOSED)
    assert kind(old) == K.ALLEGATION
    assert held(old) - {H.OPEN_CASE} == {H.UNKNOWN_BIRTH}
    Incident.objects.filter(pk=old.pk).update(finding=Finding.FALSE)
    assert kind(old) == K.DISPROVED
    assert held(old) - {H.OPEN_CASE} == set()


def test_something_still_to_do_holds_a_closed_record(cast: Cast) -> None:
    three_years(cast)
    old = an_old_record(cast)
    due_at = timezone.now()
    Incident.objects.filter(pk=old.pk).update(status=Status.REOPENED)
    task = cases.give_task(
        incident=fresh(old),
        words="Ask them.",
        detail="",
        assigned_to=None,
        due_at=due_at,
        required=False,
        by=cast.dsl,
    )
    Incident.objects.filter(pk=old.pk).update(status=Status.CLOSED)
    assert held(old) == {H.OPEN_CASE}
    cases.finish_task(task=task, result="Asked.", by=cast.dsl)
    assert held(old) == set()


def test_another_room_registers_what_it_holds(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    three_years(cast)
    old, other = an_old_record(cast), an_old_record(cast, about="third_pupil")
    monkeypatch.setattr(standing_holds, "_found", {})
    standing_holds.held_by(H.ACCESS_REQUEST, "tests", lambda incidents, seen_by: incidents & {old.pk})
    assert held(old) == {H.ACCESS_REQUEST}
    assert held(other) == set()


def test_a_duplicate_goes_with_what_it_was_merged_into(cast: Cast) -> None:
    three_years(cast)
    with clock.at(LONG_AGO):
        into, double = a_concern(cast), a_concern(cast)
        into, double = (advance(one, to=Status.IN_PROGRESS) for one in (into, double))
        cases.merge(
            incident=double, into=fresh(into), reason="Twice.", version=fresh(double).version, by=cast.dsl
        )
        into = advance(fresh(into), to=Status.CLOSED)
    assert around([double.pk]).families.record_of[double.pk] == into.pk
    disposal = carried_out(cast, into)
    assert disposal.stage == Stage.DONE
    assert not Incident.objects.filter(pk__in=(into.pk, double.pk)).exists()
    assert set(Tombstone.objects.values_list("was_id", flat=True)) == {into.pk, double.pk}


def test_keeping_longer_brings_it_back_on_its_day(cast: Cast) -> None:
    three_years(cast)
    old = an_old_record(cast)
    until = timezone.localdate() + dt.timedelta(days=90)
    actions.keep_longer(record=old, until=until, reason="The family may ask.", by=cast.dsl)
    assert held(old) == {H.NOT_DUE}
    assert around([old.pk]).standings[old.pk].due_on == until
    assert not Disposal.objects.exists()


def test_the_people_of_a_record_that_went_stay(cast: Cast) -> None:
    three_years(cast)
    before = Person.objects.count()
    carried_out(cast, an_old_record(cast, about="second_pupil"))
    assert Person.objects.count() == before


def test_what_was_disproved_leaves_what_is_read_about_the_adult_at_once(cast: Cast) -> None:
    concern = a_concern(cast, about="teacher", by="second_teacher", found_by=FoundBy.LOW_LEVEL)
    assert concern.lane == Lane.LOW_LEVEL
    adult = cast.person_of(cast.teacher)
    assert list(low_level_about(cast.head, adult)) == [concern]
    Incident.objects.filter(pk=concern.pk).update(finding=Finding.MALICIOUS)
    assert list(low_level_about(cast.head, adult)) == []
    assert not LOW_LEVEL_PEOPLE.visible_to(cast.head, Person.objects.filter(pk=adult.pk)).exists()
