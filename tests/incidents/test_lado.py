"""Allegations against adults of the school: the LADO considered and told, and how they end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from esafety.access.refusals import NotNow
from incidents import actions
from incidents.actions.guard import fresh
from incidents.actions.referrals import LADO_FIRST
from incidents.models import AllegationOutcome, Incident
from incidents.policy.findings import FINDINGS
from incidents.policy.routing import TaskCode
from incidents.record.lacks import lacks
from incidents.vocabulary import DecisionKind, Finding, IncidentType, Part, StaffAction, Status, TaskState
from incidents.vocabulary.outside import Agency, Answer, Approach, HarmTest, Step
from tests.builders import a_concern, a_referral, a_step, advance, do_tasks
from tests.cast import Cast

As = Callable[[str], Client]


@pytest.fixture
def allegation(cast: Cast) -> Incident:
    """A teacher wrote to a pupil at night; the head works on it, and the harm test may be met."""
    incident = a_concern(
        cast, about="teacher", harmed="pupil", by="second_teacher", type=IncidentType.STAFF_PUPIL_CONTACT
    )
    return advance(incident, Status.IN_PROGRESS, harm_test=True)


@pytest.fixture
def lesser(cast: Cast) -> Incident:
    """A teacher was short with a colleague: the LADO is considered, the harm test is not met."""
    return advance(a_concern(cast, about="teacher", by="second_teacher"), Status.IN_PROGRESS)


def adult_of(incident: Incident):
    return incident.involvements.get(part=Part.SUBJECT)


def outcome(incident: Incident, cast: Cast, **more: object) -> AllegationOutcome:
    words = {
        "about": more.get("about") or adult_of(incident),
        "finding": Finding.SUBSTANTIATED,
        "decided_by": "Strategy meeting, LADO",
        "decided_on": timezone.localdate(),
        "evidence": "The messages.",
        "by": cast.head,
        **more,
    }
    return actions.end_allegation(incident=incident, version=fresh(incident).version, **words)


# -- considered and told ---------------------------------------------------------------------------


def test_the_lado_is_told_within_a_working_day_and_the_referral_ends_both_tasks(
    cast: Cast, allegation: Incident
) -> None:
    assert allegation.tasks.open().filter(code=TaskCode.LADO_REFER, due_at__isnull=False).exists()
    referral = a_referral(
        allegation, Agency.LADO, about=adult_of(allegation), harm_tests=(HarmTest.RISK, HarmTest.UNSUITABLE)
    )
    for code in (TaskCode.LADO_CONSIDER, TaskCode.LADO_REFER):
        assert allegation.tasks.get(code=code).state == TaskState.DONE
    assert referral.harm_tests == ["risk", "unsuitable"]
    assert fresh(allegation).actions_staff == [StaffAction.LADO_REFERRAL]
    assert allegation.tasks.open().filter(code="referral_reply").exists()
    a_step(referral, Step.DECIDED, answer=Answer.HARM_MET)
    assert not allegation.tasks.open().filter(code__startswith="referral_reply").exists()


def test_advice_is_the_consideration_but_not_the_referral(allegation: Incident) -> None:
    a_referral(allegation, Agency.LADO, approach=Approach.ADVICE)
    assert allegation.tasks.get(code=TaskCode.LADO_CONSIDER).state == TaskState.DONE
    assert allegation.tasks.get(code=TaskCode.LADO_REFER).state == TaskState.OPEN
    assert fresh(allegation).actions_staff == [StaffAction.LADO_ADVICE]


def test_nobody_decides_against_the_lado_where_the_harm_test_may_be_met(
    cast: Cast, as_: As, allegation: Incident
) -> None:
    today = timezone.localdate()
    told = {
        "version": fresh(allegation).version, "reason": "He is a good teacher.",
        "made_on_0": today.day, "made_on_1": today.month, "made_on_2": today.year,
    }  # fmt: skip
    page = f"/incidents/{allegation.reference}/referrals/new/lado/not_referred/"
    answered = as_("head").post(page, told)
    assert answered.status_code == 409
    assert LADO_FIRST in answered.content.decode()
    assert "He is a good teacher." in answered.content.decode()
    assert allegation.tasks.get(code=TaskCode.LADO_REFER).state == TaskState.OPEN


def test_below_the_harm_test_a_decision_against_it_is_recorded_with_its_reason(lesser: Incident) -> None:
    a_referral(lesser, Agency.LADO, approach=Approach.NOT_REFERRED, method=None, reason="No child was near.")
    task = lesser.tasks.get(code=TaskCode.LADO_CONSIDER)
    assert task.state == TaskState.NOT_NEEDED
    assert "No child was near." in task.result
    assert lesser.decisions.get(kind=DecisionKind.NOT_REFER).reason == "No child was near."


def test_the_form_asks_which_of_the_four_harm_tests(as_: As, allegation: Incident) -> None:
    page = f"/incidents/{allegation.reference}/referrals/new/lado/referred/"
    shown = as_("head").get(page).content.decode()
    for test in HarmTest:
        assert test.label in shown
    answered = as_("head").post(page, {"version": 1})
    assert "Select which of the harm tests may be met" in answered.content.decode()


def test_the_subject_finds_no_trace_of_the_referral(cast: Cast, as_: As, allegation: Incident) -> None:
    referral = a_referral(allegation, Agency.LADO, about=adult_of(allegation), harm_tests=(HarmTest.RISK,))
    teacher = as_("teacher")
    missing = teacher.get("/incidents/26-QQQQQ/referrals/1/").content
    assert teacher.get(referral.get_absolute_url()).status_code == 404
    assert len(teacher.get(referral.get_absolute_url()).content) == len(missing)
    for page in ("/", "/tasks/", "/reports/"):
        assert allegation.reference not in teacher.get(page).content.decode()


# -- how it ends -----------------------------------------------------------------------------------


def test_it_cannot_be_closed_before_its_outcome_is_recorded(cast: Cast, allegation: Incident) -> None:
    do_tasks(allegation, by=cast.head)
    assert lacks(allegation) == ["the outcome of the allegation against Jamal Rashid"]
    outcome(allegation, cast)
    assert lacks(allegation) == []
    assert advance(allegation, Status.CLOSED, by=cast.head).finding == Finding.SUBSTANTIATED


def test_below_the_harm_test_closing_asks_for_no_outcome_of_its_own(cast: Cast, lesser: Incident) -> None:
    a_referral(lesser, Agency.LADO, approach=Approach.NOT_REFERRED, method=None)
    do_tasks(lesser, by=cast.head)
    assert lacks(lesser) == []


def test_it_says_who_decided_when_and_on_what(cast: Cast, allegation: Incident) -> None:
    made = outcome(allegation, cast, in_reference="The finding, in one line.")
    decision = allegation.decisions.get(kind=DecisionKind.ALLEGATION)
    assert "Decided by Strategy meeting, LADO" in decision.words
    assert decision.reason == "The messages."
    with pytest.raises(DatabaseError), transaction.atomic():
        AllegationOutcome.objects.filter(pk=made.pk).update(finding=Finding.FALSE)


def test_of_two_adults_each_has_an_outcome_and_the_heaviest_stands(cast: Cast) -> None:
    incident = a_concern(
        cast, about=["teacher", "technician"], by="second_teacher", type=IncidentType.STAFF_PUPIL_CONTACT
    )
    incident = advance(incident, Status.IN_PROGRESS, harm_test=True)
    first, second = incident.involvements.order_by("pk")
    outcome(incident, cast, about=first, finding=Finding.MALICIOUS)
    assert lacks(incident)[-1] == "the outcome of the allegation against Nick Farrow"
    outcome(incident, cast, about=second, finding=Finding.SUBSTANTIATED)
    assert fresh(incident).finding == Finding.SUBSTANTIATED
    outcome(incident, cast, about=second, finding=Finding.UNFOUNDED)
    assert fresh(incident).finding == Finding.UNFOUNDED


def test_only_whoever_decides_the_matter_ends_it_and_only_about_an_adult_it_is_about(
    cast: Cast, allegation: Incident
) -> None:
    for nobody in (cast.dsl, cast.deputy, cast.co_ordinator, cast.teacher, cast.chair):
        with pytest.raises(PermissionDenied):
            outcome(allegation, cast, by=nobody)
    with pytest.raises(PermissionDenied):
        outcome(allegation, cast, about=allegation.involvements.get(part=Part.HARMED))
    elsewhere = adult_of(a_concern(cast, about="technician", by="second_teacher"))
    with pytest.raises(PermissionDenied):
        outcome(allegation, cast, about=elsewhere)


def test_nothing_is_recorded_once_it_is_closed(cast: Cast, allegation: Incident) -> None:
    closed = advance(allegation, Status.CLOSED, by=cast.head)
    with pytest.raises(NotNow, match="closed"):
        outcome(closed, cast)


@pytest.mark.parametrize(
    "spoil",
    [
        {"finding": ""}, {"finding": "guilty"}, {"decided_by": ""}, {"decided_by": "x" * 201}, {"evidence": ""},
        {"evidence": "a\x00b"}, {"about": "987654"}, {"decided_on_2": "2999"}, {"decided_on_0": ""},
    ],
)  # fmt: skip
def test_bad_input_records_nothing_and_keeps_what_was_typed(
    as_: As, allegation: Incident, spoil: dict[str, str]
) -> None:
    today = timezone.localdate() - dt.timedelta(days=1)
    told = {
        "version": fresh(allegation).version, "about": adult_of(allegation).pk, "finding": "unfounded",
        "decided_by": "The LADO", "evidence": "Nobody saw it", "in_reference": "Nothing will be said of it",
        "decided_on_0": today.day, "decided_on_1": today.month, "decided_on_2": today.year,
    }  # fmt: skip
    page = f"/incidents/{allegation.reference}/allegation/"
    assert as_("head").get(page).status_code == 200
    answered = as_("head").post(page, {**told, **spoil})
    assert answered.status_code == 422
    assert "Nothing will be said of it" in answered.content.decode()
    assert not AllegationOutcome.objects.exists()
    assert as_("head").post(page, told).status_code == 302


def test_every_finding_says_how_long_it_is_kept() -> None:
    assert {row.finding for row in FINDINGS} == set(Finding)
    assert len({row.weight for row in FINDINGS}) == len(Finding)
