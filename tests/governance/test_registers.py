"""Registers: policies read and chased, training that runs out, risks looked at again, meetings that carry on."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from aup.vocabulary import Audience as Rules
from esafety.access.refusals import NotNow
from esafety.audit.models import AuditEvent
from esafety.governance import actions
from esafety.governance.models import Acknowledgement, Meeting, Policy, PolicyEdition, Risk
from esafety.governance.queries import training
from esafety.governance.queries.policies import readers_and_read, to_read
from esafety.governance.vocabulary import Audience, Level, NeedLevel, RiskKind
from esafety.outbox.models import Message
from esafety.people.models import Person
from esafety.people.vocabulary import PersonKind
from tests.aup.editions import in_force
from tests.aup.register import signs, the_mother_signs
from tests.cast import Cast, sign_in
from tests.governance.terms import a_draft, a_roll, a_year_behind, cells, codes
from tests.house.filtering_world import furnish as furnish_filtering


def today() -> dt.date:
    return timezone.localdate()


def boxes(name: str, day: dt.date) -> dict[str, str]:
    return {f"{name}_0": str(day.day), f"{name}_1": str(day.month), f"{name}_2": str(day.year)}


def a_policy(cast: Cast, title: str = "Online safety", audience: Audience = Audience.BOTH) -> Policy:
    return actions.add_policy(
        school=cast.school, title=title, owner="Head", audience=audience, review_due=today(), by=cast.dsl
    )


def an_edition(cast: Cast, policy: Policy) -> PolicyEdition:
    return actions.add_edition(
        policy=policy,
        approved_by="Full board",
        approved_on=today(),
        minute="7.2",
        changes="Group chats",
        where="Website",
        review_due=today() + dt.timedelta(days=365),
        by=cast.dsl,
    )


def test_a_policy_is_entered_approved_and_read(cast: Cast) -> None:
    lead = sign_in(Client(), cast.dsl)
    sent = {"title": "Online safety", "owner": "Head", "audience": "both"} | boxes("review_due", today())
    assert lead.post(reverse("policy_add"), sent).status_code == 302
    policy = Policy.objects.get()
    assert lead.post(reverse("policy_add"), sent).status_code == 422, "one policy of a title"
    sent = {"approved_by": "Full board", "minute": "7.2", "where": "Website"}
    sent |= boxes("approved_on", today()) | boxes("review_due", today() + dt.timedelta(days=300))
    assert lead.post(reverse("policy_edition_add", args=[policy.pk]), sent).status_code == 302
    edition = PolicyEdition.objects.get()
    teacher = sign_in(Client(), cast.teacher)
    assert "Online safety" in teacher.get(reverse("policies_to_read")).content.decode()
    for _ in range(2):
        teacher.post(reverse("policy_read", args=[edition.pk]))
    assert Acknowledgement.objects.filter(user=cast.teacher).count() == 1
    assert "Nothing to read" in teacher.get(reverse("policies_to_read")).content.decode()
    page = lead.get(reverse("policy", args=[policy.pk])).content.decode()
    assert "Jamal Rashid" not in page
    assert "Kate Lowry" in page, "who has not read it is named to those who keep the register"
    assert (
        "Kate Lowry"
        not in sign_in(Client(), cast.governor).get(reverse("policy", args=[policy.pk])).content.decode()
    )


def test_a_new_edition_is_read_anew_and_an_old_one_no_more(cast: Cast) -> None:
    policy = a_policy(cast)
    first = an_edition(cast, policy)
    actions.acknowledge_policy(edition=first, by=cast.teacher)
    second = an_edition(cast, policy)
    assert to_read(cast.teacher, cast.school) == [second]
    with pytest.raises(NotNow, match="A newer edition"):
        actions.acknowledge_policy(edition=first, by=cast.second_teacher)


def test_who_must_read_follows_the_audience(cast: Cast) -> None:
    for audience, teacher, governor in (
        (Audience.STAFF, 1, 0),
        (Audience.GOVERNORS, 0, 1),
        (Audience.BOTH, 1, 1),
        (Audience.NOBODY, 0, 0),
    ):
        policy = a_policy(cast, audience.label, audience)
        an_edition(cast, policy)
        reading = readers_and_read(cast.school, [policy])[policy.pk]
        assert (cast.teacher.pk in reading.must, cast.governor.pk in reading.must) == (teacher, governor)
        assert not {cast.parent.pk, cast.pupil_account.pk, cast.visitor.pk, cast.other_dsl.pk} & reading.must


def test_readers_are_reminded_once_a_fortnight(cast: Cast) -> None:
    an_edition(cast, a_policy(cast))
    told = actions.chase_policies(school=cast.school, today=today())
    assert told > 10
    assert actions.chase_policies(school=cast.school, today=today()) == 0
    mails = Message.objects.filter(notice="governance.policies_to_read")
    assert mails.count() == told
    assert not mails.filter(to_user=cast.parent).exists()


def test_training_runs_out_and_governors_count_apart(cast: Cast) -> None:
    course = actions.add_course(
        school=cast.school, title="Yearly", provider="", lasts_months=12, for_everybody=True, by=cast.dsl
    )
    staff = [cast.person_of(cast.teacher), cast.person_of(cast.second_teacher)]
    governor = cast.person_of(cast.governor)
    actions.enter_training(course=course, people=staff, taken_on=today() - dt.timedelta(days=30), by=cast.dsl)
    actions.enter_training(
        course=course, people=[governor], taken_on=today() - dt.timedelta(days=400), by=cast.dsl
    )
    (row,) = training.in_date(cast.school)
    people = list(training.taught(cast.school))
    all_staff = [one for one in people if one.kind == "staff"]
    assert row.staff == f"{round(200 / len(all_staff))}%"
    assert row.governors == "0%"
    page = sign_in(Client(), cast.dsl).get(reverse("course", args=[course.pk])).content.decode()
    assert "Run out" in page
    with pytest.raises(NotNow, match="Only staff and governors"):
        actions.enter_training(course=course, people=[cast.pupil], taken_on=today(), by=cast.dsl)


@pytest.mark.parametrize(
    ("taken", "months", "until"),
    [("2024-02-29", 12, "2025-02-28"), ("2026-01-31", 1, "2026-02-28"), ("2026-05-04", 36, "2029-05-04")],
)
def test_a_course_counts_until_the_same_day_of_a_later_month(
    cast: Cast, taken: str, months: int, until: str
) -> None:
    course = actions.add_course(
        school=cast.school, title="C", provider="", lasts_months=months, for_everybody=False, by=cast.dsl
    )
    (made,) = actions.enter_training(
        course=course,
        people=[cast.person_of(cast.teacher)],
        taken_on=dt.date.fromisoformat(taken),
        by=cast.dsl,
    )
    assert made.expires_on == dt.date.fromisoformat(until)


def test_the_audit_of_needs_takes_one_answer_a_year(cast: Cast) -> None:
    teacher = sign_in(Client(), cast.teacher)
    for level in ("training", "confident"):
        assert teacher.post(reverse("training_need"), {"level": level}).status_code == 302
    actions.say_need(school=cast.school, level=NeedLevel.REFRESH, about="", by=cast.governor)
    assert training.needs(cast.school, today()).rows == [
        ("Confident", "1"),
        ("Needs a refresher", "1"),
        ("Needs training", "0"),
    ]


def test_an_induction_is_ticked_step_by_step(cast: Cast) -> None:
    steps = [
        actions.add_induction_step(school=cast.school, words=one, by=cast.dsl) for one in ("Keys", "Tour")
    ]
    person = cast.person_of(cast.teacher)
    lead = sign_in(Client(), cast.dsl)
    lead.post(reverse("induction_tick", args=[person.pk, steps[0].pk]))
    lead.post(reverse("induction_tick", args=[person.pk, steps[0].pk]))
    assert [(one.person, one.done, one.steps) for one in training.newcomers(cast.school)] == [(person, 1, 2)]
    assert AuditEvent.objects.filter(code="governance.induction_ticked").count() == 1
    assert lead.get(reverse("newcomer", args=[cast.pupil.pk])).status_code == 404, "a pupil has no induction"


def a_risk(cast: Cast, words: str = "Chats at night") -> Risk:
    return actions.add_risk(
        school=cast.school,
        kind=RiskKind.CONDUCT,
        words=words,
        likelihood=Level.HIGH,
        impact=Level.MEDIUM,
        controls="Lessons",
        owner="Head",
        review_due=today(),
        by=cast.dsl,
    )


def test_a_risk_is_looked_at_again_and_closed_once(cast: Cast) -> None:
    risk = a_risk(cast)
    assert risk.is_due
    with pytest.raises(NotNow, match="The register has this risk"):
        a_risk(cast)
    later = today() + dt.timedelta(days=300)
    actions.review_risk(
        risk=risk,
        likelihood=Level.LOW,
        impact=Level.LOW,
        controls="Lessons",
        words="Quieter",
        review_due=later,
        by=cast.dsl,
    )
    risk.refresh_from_db()
    assert (risk.score, risk.is_due) == (1, False)
    actions.close_risk(risk=risk, by=cast.dsl)
    with pytest.raises(NotNow, match="is closed"):
        actions.close_risk(risk=risk, by=cast.dsl)


def test_a_risk_that_names_a_child_is_refused(cast: Cast) -> None:
    with pytest.raises(NotNow, match="Zoë"):
        a_risk(cast, "Zoë is alone online")


def test_a_meeting_draws_its_agenda_from_the_logs_and_keeps_it(cast: Cast) -> None:
    a_policy(cast)
    a_risk(cast)
    point = actions.add_point(
        school=cast.school,
        words="Ask parents",
        owner="Head",
        due_on=today() - dt.timedelta(days=1),
        by=cast.dsl,
    )
    lead = sign_in(Client(), cast.dsl)
    assert lead.post(reverse("meeting_plan"), boxes("held_on", today())).status_code == 302
    meeting = Meeting.objects.get()
    headings = {one["heading"]: one["lines"] for one in meeting.agenda}
    assert headings["Policies whose review is due"][0].startswith("Online safety, since")
    assert headings["Risks to look at again"] == ["Chats at night (Head)"]
    assert headings["Actions carried forward"][0].startswith("Ask parents (Head, by")
    actions.finish_point(point=point, result="Done in March", by=cast.dsl)
    with pytest.raises(NotNow, match="done already"):
        actions.finish_point(point=point, result="Again", by=cast.dsl)
    meeting.refresh_from_db()
    assert headings["Actions carried forward"][0].startswith("Ask parents"), (
        "the agenda stays as it was drawn"
    )
    url = reverse("meeting_minutes", args=[meeting.pk])
    answer = lead.post(url, {"present": "Two posts", "minutes": "Zoë Haddad was talked about."})
    assert answer.status_code == 422
    assert "Zoë Haddad was talked about." in answer.content.decode()
    assert lead.post(url, {"present": "Two posts", "minutes": "The logs were read."}).status_code == 302
    assert lead.post(url, {"present": "Two", "minutes": "Twice."}).status_code == 422
    page = sign_in(Client(), cast.safety_governor).get(reverse("meeting", args=[meeting.pk])).content.decode()
    assert "The logs were read." in page


def test_registers_stand_in_the_report(cast: Cast) -> None:
    a_year_behind(cast.school)
    a_roll(cast.school)
    without = a_draft(cast)
    assert not {"policies", "training", "assessment", "points"} & set(codes(without)), "nothing is pretended"
    an_edition(cast, a_policy(cast))
    a_risk(cast)
    actions.add_course(
        school=cast.school, title="Yearly", provider="", lasts_months=12, for_everybody=True, by=cast.dsl
    )
    actions.add_point(school=cast.school, words="Ask parents", owner="Head", due_on=None, by=cast.dsl)
    assert {"policies", "training", "assessment", "points"} <= set(codes(a_draft(cast, "Spring term 2026")))


@pytest.mark.parametrize("page", ["policies", "training", "risks", "meetings", "figures", "rules"])
def test_a_register_costs_the_same_however_long(
    cast: Cast, page: str, django_assert_max_num_queries: Any
) -> None:
    client = sign_in(Client(), cast.dsl)
    for number in range(2):
        an_edition(cast, a_policy(cast, f"Policy {number}"))
        a_risk(cast, f"Risk {number}")
    with django_assert_max_num_queries(20) as few:
        client.get(reverse(page))
    for number in range(2, 6):
        an_edition(cast, a_policy(cast, f"Policy {number}"))
        a_risk(cast, f"Risk {number}")
    with django_assert_max_num_queries(len(few)):
        client.get(reverse(page))


def test_filtering_stands_in_the_report_once_it_is_used(cast: Cast) -> None:
    a_year_behind(cast.school)
    assert not {"filtering", "agreements"} & set(codes(a_draft(cast)))
    furnish_filtering(cast)
    report = a_draft(cast, "Autumn term 2026")
    assert "filtering" in codes(report)
    assert cells(report, "Exceptions and requests")["Requests made"][0] != "0"
    assert int(cells(report, "Checks of the filter, each by two people")["Checks done"][0]) > 0
    assert len(cells(report, "Exceptions and requests")["Requests made"]) > 1, (
        "the term before stands beside it"
    )
    meeting = actions.plan_meeting(school=cast.school, held_on=today(), by=cast.dsl)
    lines = next(one["lines"] for one in meeting.agenda if one["heading"] == "The filter and its log")
    assert lines[0].startswith("In ninety days: ")
    assert "exceptions opened" in lines[0]


def test_agreements_stand_in_the_report_once_there_are_any_and_name_nobody(cast: Cast) -> None:
    a_year_behind(cast.school)
    a_roll(cast.school, 5)
    assert "agreements" not in codes(a_draft(cast)), "nothing is pretended"
    for audience in (Rules.KS2, Rules.STAFF, Rules.GOVERNOR):
        in_force(cast, audience)
    the_mother_signs(cast)
    for name in ("dsl", "teacher"):
        signs(cast.person_of(cast.user(name)), cast.person_of(cast.user(name)), Rules.STAFF)
    for name in ("chair", "vice_chair", "governor", "safety_governor"):
        signs(cast.person_of(cast.user(name)), cast.person_of(cast.user(name)), Rules.GOVERNOR)
    report = a_draft(cast, "Autumn term 2026")
    told = cells(report, "Agreements today")
    here = Person.objects.filter(school=cast.school, left_on__isnull=True)
    assert here.filter(kind=PersonKind.PUPIL).count() == 10
    assert told["Pupils"] == ["10%", "90%"]
    staff = here.filter(kind=PersonKind.STAFF).count()
    assert told["Staff and volunteers"] == [f"{round(200 / staff)}%", f"{round(100 - 200 / staff)}%"]
    assert told["Governors"] == ["over 95%", "under 5%"], "nearly all: no more is said, on either side"
    assert not [one for one in here if one.family_name in str(told)]
