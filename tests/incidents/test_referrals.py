"""Bodies outside the school: asked, told, referred to; what that ends, and what it begins."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from esafety.access.refusals import NotNow, Stale
from esafety.audit.models import AuditEvent
from esafety.office.demo import clock
from esafety.people.models import ExternalContact
from esafety.people.vocabulary import ContactKind
from esafety.schooldays.queries import calendar_of
from incidents import actions
from incidents.actions.guard import fresh
from incidents.actions.referrals import POLICE_FIRST
from incidents.models import Incident, Referral, ReferralEntry, Task
from incidents.policy.routing import TaskCode
from incidents.record.lacks import lacks
from incidents.record.printed import printed_copy, printed_record
from incidents.vocabulary import ChildAction, DecisionKind, IncidentType, StaffAction, Status, TaskState
from incidents.vocabulary.outside import Agency, Answer, Approach, Consent, Method, Step
from tests.builders import a_concern, a_referral, a_step, advance
from tests.cast import Cast

As = Callable[[str], Client]


@pytest.fixture
def grooming(cast: Cast) -> Incident:
    """A child was groomed; the safeguarding lead works on it."""
    incident = a_concern(cast, about="A stranger online", harmed="pupil", type=IncidentType.GROOMING)
    return advance(incident, Status.IN_PROGRESS)


def open_codes(incident: Incident) -> list[str]:
    """What is still to do with agencies; the other steps of its procedures are not asked about here."""
    found = incident.tasks.open().values_list("code", flat=True)
    return sorted(code for code in found if code.startswith(("police", "referral_", "child_review")))


# -- making one ------------------------------------------------------------------------------------


def test_a_report_to_the_police_ends_their_task_only_with_their_reference(
    cast: Cast, grooming: Incident
) -> None:
    report = a_referral(grooming, Agency.POLICE)
    assert TaskCode.POLICE in open_codes(grooming)
    a_step(report, Step.REFERENCE, reference="DEV/4411/26", words="")
    task = grooming.tasks.get(code=TaskCode.POLICE)
    assert task.state == TaskState.DONE
    assert "DEV/4411/26" in task.result
    assert task.ended_by == cast.dsl


def test_with_the_reference_at_hand_it_ends_at_once(grooming: Incident) -> None:
    a_referral(grooming, Agency.POLICE_NOW, reference="CAD 77")
    assert TaskCode.POLICE not in open_codes(grooming)


def test_advice_from_the_police_is_no_report_to_them(grooming: Incident) -> None:
    a_referral(grooming, Agency.POLICE, approach=Approach.ADVICE, reference="CAD 77")
    assert TaskCode.POLICE in open_codes(grooming)


@pytest.mark.parametrize(
    "type", [IncidentType.GROOMING, IncidentType.CSA_IMAGES, IncidentType.OBSCENE_TO_CHILD]
)
def test_nobody_decides_against_the_police_for_the_three_kinds(cast: Cast, type: IncidentType) -> None:
    incident = advance(a_concern(cast, about=(), harmed="pupil", type=type), Status.IN_PROGRESS)
    for agency in (Agency.POLICE, Agency.POLICE_NOW):
        with pytest.raises(NotNow, match="The police must be told"):
            a_referral(incident, agency, approach=Approach.NOT_REFERRED, method=None)
    assert not Referral.objects.exists()
    assert TaskCode.POLICE in open_codes(incident)


def test_a_decision_against_the_police_ends_their_task_with_its_reason(cast: Cast) -> None:
    incident = advance(a_concern(cast, type=IncidentType.TERRORIST), Status.IN_PROGRESS)
    a_referral(
        incident, Agency.POLICE, approach=Approach.NOT_REFERRED, method=None, reason="It was a news item."
    )
    task = incident.tasks.get(code=TaskCode.POLICE)
    assert (task.state, "It was a news item." in task.result) == (TaskState.NOT_NEEDED, True)
    assert incident.decisions.get(kind=DecisionKind.NOT_REFER).reason == "It was a news item."


def test_channel_advice_is_the_consideration_that_was_asked_for(cast: Cast) -> None:
    incident = advance(a_concern(cast, type=IncidentType.RADICALISATION), Status.IN_PROGRESS)
    a_referral(incident, Agency.CHANNEL, approach=Approach.ADVICE)
    assert incident.tasks.get(code=TaskCode.CHANNEL).state == TaskState.DONE


def test_a_referral_is_a_decision_ticks_the_form_and_writes_one_entry(cast: Cast, grooming: Incident) -> None:
    before = AuditEvent.objects.count()
    a_referral(grooming, Agency.SOCIAL_CARE, reason="She is afraid.", consent=Consent.GIVEN)
    decision = grooming.decisions.get(kind=DecisionKind.REFER)
    assert decision.words == "Referral or report made: Children's social care, by telephone."
    assert decision.reason == "She is afraid."
    assert fresh(grooming).actions_child == [ChildAction.SOCIAL_CARE_REFERRAL]
    assert AuditEvent.objects.count() == before + 1
    assert AuditEvent.objects.last().code == "incident.referred"


def test_the_police_tick_both_columns_of_the_form(grooming: Incident) -> None:
    a_referral(grooming, Agency.POLICE, reference="1")
    now = fresh(grooming)
    assert (now.actions_staff, now.actions_child) == ([StaffAction.POLICE], [ChildAction.POLICE])


def test_nothing_is_recorded_on_a_closed_incident_or_by_somebody_who_may_not(
    cast: Cast, grooming: Incident
) -> None:
    for nobody in (cast.co_ordinator, cast.teacher, cast.other_dsl):
        with pytest.raises(PermissionDenied):
            a_referral(grooming, Agency.SOCIAL_CARE, by=nobody)
    closed = advance(grooming, Status.CLOSED)
    with pytest.raises(NotNow, match="closed"):
        a_referral(closed, Agency.SOCIAL_CARE, by=cast.dsl)


def test_a_contact_of_another_school_and_somebody_of_another_incident_are_refused(
    cast: Cast, grooming: Incident
) -> None:
    theirs = ExternalContact.objects.create(school=cast.other, kind=ContactKind.SOCIAL_CARE, name="Theirs")
    with pytest.raises(PermissionDenied):
        a_referral(grooming, Agency.SOCIAL_CARE, contact=theirs)
    elsewhere = a_concern(cast, about="second_pupil").involvements.get()
    with pytest.raises(PermissionDenied):
        a_referral(grooming, Agency.SOCIAL_CARE, about=elsewhere)


def test_of_two_at_once_the_later_is_told(cast: Cast, grooming: Incident) -> None:
    version = fresh(grooming).version
    a_referral(grooming, Agency.SOCIAL_CARE)
    told = actions.referrals.Told(
        agency=Agency.SOCIAL_CARE, approach=Approach.REFERRED, method=Method.TELEPHONE, reason="Twice."
    )
    with pytest.raises(Stale):
        actions.refer(incident=grooming, told=told, version=version, by=cast.dsl)
    assert Referral.objects.count() == 1


# -- the clock after it ----------------------------------------------------------------------------


def due(incident: Incident, code: TaskCode) -> dt.datetime:
    found = incident.tasks.open().get(code__startswith=code)
    assert found.due_at is not None
    return found.due_at


def test_social_care_decides_within_a_working_day_and_a_call_is_confirmed_in_writing(
    grooming: Incident,
) -> None:
    made_at = timezone.now() - dt.timedelta(hours=2)
    referral = a_referral(grooming, Agency.SOCIAL_CARE, made_at=made_at)
    assert open_codes(grooming) == ["police", "referral_reply", "referral_written"]
    assert due(grooming, TaskCode.REFERRAL_REPLY) == calendar_of(grooming.school).working_days_after(
        made_at, 1
    )
    assert {task.referral for task in grooming.tasks.open().filter(code__startswith="referral")} == {referral}


def test_a_form_of_ours_is_in_writing_already(grooming: Incident) -> None:
    a_referral(grooming, Agency.SOCIAL_CARE, method=Method.OUR_FORM)
    assert "referral_written" not in open_codes(grooming)


@pytest.mark.parametrize(
    "answer,code,days",
    [
        (Answer.STRATEGY, TaskCode.REFERRAL_CONFERENCE, 15),
        (Answer.ASSESSMENT, TaskCode.REFERRAL_ASSESSMENT, 45),
    ],
)
def test_conference_in_15_and_assessment_in_45_working_days(
    grooming: Incident, answer: Answer, code: TaskCode, days: int
) -> None:
    referral = a_referral(grooming, Agency.SOCIAL_CARE, method=Method.OUR_FORM)
    decided_at = timezone.now()
    a_step(referral, Step.DECIDED, answer=answer, happened_at=decided_at)
    assert open_codes(grooming) == ["police", code]
    assert due(grooming, code) == calendar_of(grooming.school).working_days_after(decided_at, days)
    a_step(referral, Step.HAPPENED, next_on=timezone.localdate() + dt.timedelta(days=20))
    assert open_codes(grooming) == ["child_review", "police"]


def test_a_child_left_without_an_assessment_is_looked_at_again_on_the_day_that_was_named(
    grooming: Incident,
) -> None:
    referral = a_referral(grooming, Agency.SOCIAL_CARE, method=Method.OUR_FORM)
    day = timezone.localdate() + dt.timedelta(days=14)
    a_step(referral, Step.DECIDED, answer=Answer.NO_ACTION, next_on=day)
    assert due(grooming, TaskCode.CHILD_REVIEW).date() == day


def test_an_agency_that_does_not_answer_is_chased_then_taken_further_up(grooming: Incident) -> None:
    referral = a_referral(grooming, Agency.SOCIAL_CARE, method=Method.OUR_FORM)
    a_step(referral, Step.CHASED, answered=False, spoke_to="Nobody")
    assert open_codes(grooming) == ["police", "referral_reply_2"]
    a_step(referral, Step.CHASED, answered=False, spoke_to="Nobody")
    assert open_codes(grooming) == ["police", "referral_escalate"]
    entry = a_step(referral, Step.ESCALATED, spoke_to="Amy Lowe, team manager")
    assert entry.rung == 1
    assert open_codes(grooming) == ["police", "referral_reply_3"]
    assert a_step(referral, Step.ESCALATED).rung == 2
    a_step(referral, Step.DECIDED, answer=Answer.STRATEGY)
    assert open_codes(grooming) == ["police", "referral_conference"]


def test_somebody_who_answers_ends_the_row_of_chases_and_the_answer_is_still_awaited(
    grooming: Incident,
) -> None:
    referral = a_referral(grooming, Agency.SOCIAL_CARE, method=Method.OUR_FORM)
    for answered in (False, True, False):
        a_step(referral, Step.CHASED, answered=answered)
        assert [code for code in open_codes(grooming) if code != "police"] == [
            f"referral_reply_{referral.entries.count() + 1}"
        ]


def test_a_child_who_is_not_better_off_is_pressed_for(grooming: Incident) -> None:
    referral = a_referral(grooming, Agency.SOCIAL_CARE, method=Method.OUR_FORM)
    day = timezone.localdate() + dt.timedelta(days=7)
    a_step(referral, Step.DECIDED, answer=Answer.EARLY_HELP, next_on=day)
    a_step(referral, Step.REVIEWED, improving=False, next_on=day)
    assert open_codes(grooming) == ["child_review_2", "police", "referral_press"]
    a_step(referral, Step.PRESSED, next_on=day)
    assert open_codes(grooming) == ["child_review_2", "police", "referral_reply_2"]


def test_a_child_who_is_better_off_is_not(grooming: Incident) -> None:
    referral = a_referral(grooming, Agency.SOCIAL_CARE, method=Method.OUR_FORM)
    day = timezone.localdate()
    a_step(referral, Step.DECIDED, answer=Answer.EARLY_HELP, next_on=day)
    a_step(referral, Step.REVIEWED, improving=True)
    assert open_codes(grooming) == ["police"]


def test_two_children_have_a_clock_each(cast: Cast) -> None:
    incident = advance(
        a_concern(cast, about=(), harmed=["pupil", "second_pupil"], type=IncidentType.SELF_HARM),
        Status.IN_PROGRESS,
    )
    first, second = (
        a_referral(incident, Agency.SOCIAL_CARE, method=Method.OUR_FORM, about=row)
        for row in incident.involvements.all()
    )
    a_step(first, Step.DECIDED, answer=Answer.ASSESSMENT)
    open_ = incident.tasks.open().filter(referral__isnull=False)
    assert {(task.code, task.referral) for task in open_} == {
        ("referral_assessment", first),
        ("referral_reply_2", second),
    }


def test_an_answer_that_is_owed_stops_closing_and_a_missed_one_stays_on_the_record(
    grooming: Incident,
) -> None:
    a_referral(
        grooming, Agency.SOCIAL_CARE, method=Method.OUR_FORM, made_at=timezone.now() - dt.timedelta(days=9)
    )
    assert any("Social care tells its decision" in line for line in lacks(grooming))
    actions.run_out_clocks()
    assert grooming.tasks.open().get(code="referral_reply").missed_at is not None


def test_the_last_word_ends_what_was_still_owed_and_nothing_follows(grooming: Incident) -> None:
    referral = a_referral(grooming, Agency.SOCIAL_CARE)
    a_step(referral, Step.ENDED, words="They worked with the family.")
    assert open_codes(grooming) == ["police"]
    with pytest.raises(NotNow, match="outcome of this referral"):
        a_step(referral, Step.CHASED, answered=False)


def test_what_was_not_referred_has_nothing_to_go_on_with(grooming: Incident) -> None:
    left = a_referral(grooming, Agency.SOCIAL_CARE, approach=Approach.NOT_REFERRED, method=None)
    with pytest.raises(NotNow, match="Nothing was referred"):
        a_step(left, Step.CHASED, answered=False)


def test_a_task_of_a_referral_ends_only_by_what_is_recorded_on_it(cast: Cast, grooming: Incident) -> None:
    a_referral(grooming, Agency.SOCIAL_CARE)
    asking = grooming.tasks.open().asking("police", "referral_")
    assert asking.count() == 3
    for task in asking:
        with pytest.raises(NotNow):
            actions.finish_task(task=task, result="Done", by=cast.dsl)
        with pytest.raises(NotNow):
            actions.set_task_aside(task=task, reason="No", by=cast.dsl)


def test_the_database_refuses_to_change_what_happened(grooming: Incident) -> None:
    entry = a_step(a_referral(grooming, Agency.SOCIAL_CARE), Step.ACKNOWLEDGED)
    for spoil in (
        lambda: ReferralEntry.objects.filter(pk=entry.pk).update(words="Nothing"),
        lambda: ReferralEntry.objects.filter(pk=entry.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            spoil()


def test_a_merge_takes_referrals_and_their_clocks_along(cast: Cast, grooming: Incident) -> None:
    other = advance(
        a_concern(cast, about="A stranger online", harmed="pupil", type=IncidentType.GROOMING),
        Status.IN_PROGRESS,
    )
    a_referral(other, Agency.SOCIAL_CARE, method=Method.OUR_FORM)
    referral = a_referral(grooming, Agency.SOCIAL_CARE, method=Method.OUR_FORM)
    actions.merge(incident=grooming, into=other, reason="Twice", version=fresh(grooming).version, by=cast.dsl)
    referral.refresh_from_db()
    assert referral.incident == other
    assert set(other.tasks.open().filter(referral=referral).values_list("code", flat=True)) == {
        "referral_reply_2"
    }
    a_step(referral, Step.DECIDED, answer=Answer.NO_ACTION)
    assert not Task.objects.open().filter(referral=referral).exists()
    assert other.tasks.open().filter(code="referral_reply").exists()


# -- pages -----------------------------------------------------------------------------------------


def test_the_lead_records_a_referral_on_the_page(cast: Cast, as_: As, grooming: Incident) -> None:
    page = f"/incidents/{grooming.reference}/referrals/new/"
    lead = as_("dsl")
    started = lead.post(page, {"agency": "social_care", "approach": "referred"})
    assert started["Location"] == f"{page}social_care/referred/"
    child = grooming.involvements.get(person=cast.pupil)
    today = timezone.localdate()
    answers = {
        "version": fresh(grooming).version,
        "made_on_0": today.day, "made_on_1": today.month, "made_on_2": today.year,
        "about": child.pk, "method": "telephone", "said": "We agreed that they visit today.",
        "spoke_to": "Amy Lowe, social worker", "consent": "not_asked",
        "not_asked_why": "The contact may be known to the family.", "reason": "She is at risk.",
    }  # fmt: skip
    answered = lead.post(started["Location"], answers)
    assert answered.status_code == 302, answered.content.decode()
    referral = Referral.objects.get()
    assert (referral.about, referral.consent) == (child, Consent.NOT_ASKED)
    assert referral.consent_reason == "The contact may be known to the family."
    shown = lead.get(referral.get_absolute_url()).content.decode()
    assert "We agreed that they visit today." in shown
    assert "Amy Lowe, social worker" in shown
    assert "Social care tells its decision" in shown


def test_a_time_that_is_still_to_come_is_refused_and_not_changed(
    cast: Cast, as_: As, grooming: Incident
) -> None:
    with clock.at(timezone.localtime().replace(hour=9, minute=30)):
        today = timezone.localdate()
        answers = {
            "version": fresh(grooming).version,
            "made_on_0": today.day, "made_on_1": today.month, "made_on_2": today.year, "made_time": "5pm",
            "method": "telephone", "said": "We agreed.", "consent": "not_asked", "not_asked_why": "Risk.",
            "reason": "Why",
        }  # fmt: skip
        page = f"/incidents/{grooming.reference}/referrals/new/social_care/referred/"
        answered = as_("dsl").post(page, answers)
        assert answered.status_code == 422
        assert "The time must be now or earlier" in answered.content.decode()
        assert not Referral.objects.exists()
        assert as_("dsl").post(page, answers | {"made_time": "9:30am"}).status_code == 302


@pytest.mark.parametrize(
    "spoil,words",
    [
        ({"reason": ""}, "Enter the reason"),
        ({"said": ""}, "Enter what was said"),
        ({"method": ""}, "Select how they were reached"),
        ({"method": "pigeon"}, "from the options shown"),
        ({"consent": ""}, "Select whether they agreed"),
        ({"not_asked_why": ""}, "Enter the reason"),
        ({"made_on_2": "2999"}, "must be today or in the past"),
        ({"made_on_0": "31", "made_on_1": "2"}, "made_on"),
        ({"about": "987654"}, "about"),
        ({"about": "x"}, "about"),
        ({"said": "x" * 10_001}, "10,000 characters"),
        ({"said": "a\x00b"}, "said"),
        ({"reference": "x" * 61}, "60 characters"),
        ({"made_time": "noon-ish"}, "made_time"),
    ],
)
def test_bad_input_is_said_in_words_and_nothing_typed_is_lost(
    cast: Cast, as_: As, grooming: Incident, spoil: dict[str, str], words: str
) -> None:
    today = timezone.localdate()
    answers = {
        "version": fresh(grooming).version,
        "made_on_0": today.day, "made_on_1": today.month, "made_on_2": today.year,
        "method": "telephone", "said": "We agreed.", "consent": "not_asked", "not_asked_why": "Risk.",
        "reason": "A long reason that took a while to write",
    }  # fmt: skip
    page = f"/incidents/{grooming.reference}/referrals/new/social_care/referred/"
    answered = as_("dsl").post(page, {**answers, **spoil})
    assert answered.status_code == 422
    text = answered.content.decode()
    assert words in text
    if "reason" not in spoil:
        assert "A long reason that took a while to write" in text
    assert not Referral.objects.exists()


def test_a_refusal_of_the_rules_keeps_every_word(as_: As, grooming: Incident) -> None:
    today = timezone.localdate()
    page = f"/incidents/{grooming.reference}/referrals/new/police/not_referred/"
    answers = {
        "version": fresh(grooming).version, "reason": "It was only words.",
        "made_on_0": today.day, "made_on_1": today.month, "made_on_2": today.year,
    }  # fmt: skip
    answered = as_("dsl").post(page, answers)
    assert answered.status_code == 409
    assert POLICE_FIRST in answered.content.decode()
    assert "It was only words." in answered.content.decode()


@pytest.mark.parametrize("odd", ["nobody/referred", "lado/perhaps", "LADO/referred"])
def test_an_agency_or_an_approach_that_does_not_exist_is_missing(
    as_: As, grooming: Incident, odd: str
) -> None:
    assert as_("dsl").get(f"/incidents/{grooming.reference}/referrals/new/{odd}/").status_code == 404


def test_a_referral_of_another_incident_is_missing(cast: Cast, as_: As, grooming: Incident) -> None:
    other = advance(a_concern(cast, about=(), harmed="pupil", type=IncidentType.GROOMING), Status.IN_PROGRESS)
    referral = a_referral(other, Agency.SOCIAL_CARE)
    lead = as_("dsl")
    assert lead.get(f"/incidents/{other.reference}/referrals/{referral.pk}/").status_code == 200
    for page in ("", "form/", "decided/", "nonsense/"):
        url = f"/incidents/{grooming.reference}/referrals/{referral.pk}/{page}"
        assert lead.get(url).status_code == 404


def test_whoever_may_only_read_the_incident_reads_no_referrals(
    cast: Cast, as_: As, grooming: Incident
) -> None:
    referral = a_referral(grooming, Agency.SOCIAL_CARE)
    actions.share(incident=grooming, user=cast.senco, reason="Support", until=None, by=cast.dsl)
    assert as_("senco").get(grooming.get_absolute_url()).status_code == 200
    assert as_("senco").get(referral.get_absolute_url()).status_code == 403
    assert as_("co_ordinator").get(referral.get_absolute_url()).status_code == 404


def test_the_pages_ask_the_same_number_of_questions_however_many_referrals(
    as_: As, grooming: Incident
) -> None:
    lead = as_("dsl")
    pages = (f"/incidents/{grooming.reference}/referrals/", grooming.get_absolute_url())
    a_step(a_referral(grooming, Agency.SOCIAL_CARE), Step.CHASED, answered=False)
    counts = [_queries(lead, page) for page in pages]
    for _ in range(6):
        a_step(a_referral(grooming, Agency.SOCIAL_CARE), Step.CHASED, answered=False)
    assert [_queries(lead, page) for page in pages] == counts
    referral = grooming.referrals.get(pk=grooming.referrals.first().pk)  # type: ignore[union-attr]
    before = _queries(lead, referral.get_absolute_url())
    for _ in range(6):
        a_step(referral, Step.CHASED, answered=True)
    assert _queries(lead, referral.get_absolute_url()) == before
    assert max(*counts, before) <= 16


def _queries(client: Client, page: str) -> int:
    client.get(page)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(page).status_code == 200
    return len(asked)


def test_the_printed_record_tells_what_agencies_answered_and_the_copy_does_not(
    cast: Cast, grooming: Incident
) -> None:
    referral = a_referral(grooming, Agency.SOCIAL_CARE)
    a_step(referral, Step.CHASED, answered=False, words="Cut off after twenty minutes.")
    record = [step.text for step in printed_record(fresh(grooming), cast.dsl)["chronology"]]
    copy = [step.text for step in printed_copy(fresh(grooming), cast.dsl)["chronology"]]
    assert any("Cut off after twenty minutes." in text for text in record)
    assert not any("Cut off after twenty minutes." in text for text in copy)
