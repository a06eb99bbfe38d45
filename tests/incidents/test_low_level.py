"""Low-level concerns about adults: a quiet lane, held by the head, read together for a pattern."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from esafety.access.refusals import NotNow
from esafety.audit.models import AuditEvent
from esafety.outbox.models import Message
from esafety.outbox.registry import promises
from esafety.outbox.relay import keep_due
from esafety.people.models import Person
from incidents import actions
from incidents.access import INCIDENTS
from incidents.actions.guard import fresh
from incidents.models import Incident, PatternReview
from incidents.policy.routing import TaskCode
from incidents.vocabulary import AcceptedAs, FoundBy, IncidentType, Lane, Status, TaskState
from incidents.vocabulary.outside import Verdict
from tests.builders import a_concern, advance
from tests.cast import Cast

As = Callable[[str], Client]
SHARE = "/low-level/share/"


def a_low_level(
    cast: Cast, about: object = "teacher", by: str = "second_teacher", **more: object
) -> Incident:
    return a_concern(cast, about=about, by=by, found_by=FoundBy.LOW_LEVEL, type=IncidentType.OTHER, **more)


def seen_by(cast: Cast, incident: Incident) -> set[str]:
    rows = Incident.objects.filter(pk=incident.pk)
    return {name for name in Cast.accounts() if INCIDENTS.visible_to(cast.user(name), rows).exists()}


def review(cast: Cast, verdict: Verdict, **more: object) -> PatternReview:
    words = {"person": cast.person_of(cast.teacher), "reason": "Read together.", "again_on": None}
    return actions.review_pattern(verdict=verdict, **{"by": cast.head, **words, **more})


# -- the lane --------------------------------------------------------------------------------------


def test_the_head_alone_reads_it_and_no_lead_is_told(cast: Cast) -> None:
    incident = a_low_level(cast)
    assert (incident.lane, incident.owner_role) == (Lane.LOW_LEVEL, "head")
    assert seen_by(cast, incident) == {"head"}
    told = {message.to_user for message in Message.objects.filter(about_id=incident.pk)}
    assert told == {cast.head, cast.second_teacher}


def test_about_the_head_it_is_the_chairs(cast: Cast) -> None:
    incident = a_low_level(cast, about="head")
    assert incident.lane == Lane.HEAD
    assert seen_by(cast, incident) == {"chair"}


@pytest.mark.parametrize(
    "graver",
    [{"types": [IncidentType.STAFF_PUPIL_CONTACT]}, {"types": [IncidentType.GROOMING]}, {"danger": True}],
)
def test_what_may_meet_the_threshold_is_never_low_level_however_it_was_shared(
    cast: Cast, graver: dict[str, object]
) -> None:
    incident = a_low_level(cast, **graver)
    assert incident.lane == Lane.STAFF
    assert {"dsl", "deputy", "head"} <= seen_by(cast, incident)


def test_triage_of_a_staff_matter_as_low_level_takes_it_from_the_leads_and_decides_about_the_lado(
    cast: Cast,
) -> None:
    incident = a_concern(cast, about="teacher", by="second_teacher")
    assert "dsl" in seen_by(cast, incident)
    incident = advance(
        incident, Status.TRIAGED, by=cast.head, accepted_as=AcceptedAs.LOW_LEVEL, reason="He shouted once."
    )
    assert incident.lane == Lane.LOW_LEVEL
    assert seen_by(cast, incident) == {"head"}
    considered = incident.tasks.get(code=TaskCode.LADO_CONSIDER)
    assert considered.state == TaskState.DONE
    assert "He shouted once." in considered.result
    assert incident.tasks.open().filter(code=TaskCode.PATTERN).exists()


@pytest.mark.parametrize("words", [{"harm_test": True}, {"primary_type": IncidentType.GROOMING}])
def test_the_head_cannot_call_low_level_what_may_meet_the_threshold(
    cast: Cast, words: dict[str, object]
) -> None:
    incident = a_concern(cast, about="teacher", by="second_teacher")
    with pytest.raises(NotNow, match="may meet the harm threshold"):
        advance(incident, Status.TRIAGED, by=cast.head, accepted_as=AcceptedAs.LOW_LEVEL, **words)
    assert fresh(incident).status == Status.SUBMITTED


def test_the_head_may_share_one_with_the_safeguarding_lead(cast: Cast) -> None:
    incident = a_low_level(cast)
    actions.share(incident=incident, user=cast.dsl, reason="To decide together", until=None, by=cast.head)
    assert seen_by(cast, incident) == {"head", "dsl"}


# -- sharing one -----------------------------------------------------------------------------------


def answers(**more: object) -> dict[str, object]:
    return {
        "key": str(uuid.uuid4()), "about": "somebody", "description": "He keeps his phone out in class.",
        "opinion": "", "happened_on_0": "", "happened_on_1": "", "happened_on_2": "", **more,
    }  # fmt: skip


def test_a_colleague_shares_one_from_the_page(cast: Cast, as_: As) -> None:
    teacher = cast.person_of(cast.teacher)
    answered = as_("second_teacher").post(SHARE, answers(person=teacher.pk))
    incident = Incident.objects.get()
    assert answered["Location"] == f"/report/{incident.submission_key}/sent/"
    assert incident.lane == Lane.LOW_LEVEL
    assert incident.involvements.get().person == teacher


def test_somebody_speaks_of_themselves(cast: Cast, as_: As) -> None:
    as_("teacher").post(SHARE, answers(about="self"))
    incident = Incident.objects.get()
    assert incident.involvements.get().person == cast.person_of(cast.teacher)
    assert seen_by(cast, incident) == {"head"}
    assert as_("teacher").get(f"/reports/{incident.reference}/").status_code == 200
    assert as_("teacher").get(incident.get_absolute_url()).status_code == 404
    shown = as_("head").get(f"/low-level/{cast.person_of(cast.teacher).pk}/").content.decode()
    assert "self-referral" in shown


def test_somebody_from_an_agency_is_named_in_words(cast: Cast, as_: As) -> None:
    as_("teacher").post(SHARE, answers(about="not_listed", name="Dan of Quick Supply"))
    assert Incident.objects.get().lane == Lane.LOW_LEVEL
    assert "Named in words only" in as_("head").get("/low-level/").content.decode()


def test_sent_twice_it_is_one(cast: Cast, as_: As) -> None:
    same = answers(person=cast.person_of(cast.teacher).pk)
    for _ in range(2):
        assert as_("second_teacher").post(SHARE, same).status_code == 302
    assert Incident.objects.count() == 1


@pytest.mark.parametrize(
    "spoil",
    [
        {"about": ""}, {"about": "everybody"}, {"description": ""}, {"description": "x" * 20_001},
        {"description": "a\x00b"}, {"person": "987654"}, {"person": "x"}, {"person": ""}, {"key": "no"},
        {"happened_on_0": "31", "happened_on_1": "2", "happened_on_2": "2026"},
        {"about": "not_listed", "name": ""}, {"opinion": "x" * 2_001},
    ],
)  # fmt: skip
def test_bad_input_makes_nothing_and_keeps_what_was_typed(
    cast: Cast, as_: As, spoil: dict[str, object]
) -> None:
    told = {"person": cast.person_of(cast.teacher).pk, "description": "He keeps his phone out", **spoil}
    answered = as_("second_teacher").post(SHARE, answers(**told))
    assert answered.status_code == 422
    assert "There is a problem" in answered.content.decode()
    if "description" not in spoil:
        assert "He keeps his phone out" in answered.content.decode()
    assert not Incident.objects.exists()


def test_who_has_no_post_that_reports_shares_nothing(as_: As) -> None:
    assert as_("parent").get(SHARE).status_code == 403


# -- read together ---------------------------------------------------------------------------------


def test_the_head_reads_a_persons_concerns_together(cast: Cast, as_: As) -> None:
    for text in ("He shouted.", "He swore."):
        a_low_level(cast, description=text)
    head, person = as_("head"), cast.person_of(cast.teacher)
    listed = head.get("/low-level/").content.decode()
    assert "Jamal Rashid" in listed
    assert "2 concerns" in listed
    shown = head.get(f"/low-level/{person.pk}/").content.decode()
    assert "He shouted." in shown
    assert "He swore." in shown
    assert AuditEvent.objects.filter(code="incident.low_level_read").count() == 1


def test_no_pattern_is_recorded_with_its_reason_and_ends_the_task(cast: Cast) -> None:
    incident = advance(a_low_level(cast), Status.IN_PROGRESS)
    assert incident.tasks.open().filter(code=TaskCode.PATTERN).exists()
    review(cast, Verdict.NO_PATTERN)
    assert not incident.tasks.open().filter(code=TaskCode.PATTERN).exists()
    assert PatternReview.objects.get().concerns == [incident.pk]


def test_something_to_watch_has_a_day_and_a_clock(cast: Cast) -> None:
    incident = advance(a_low_level(cast), Status.IN_PROGRESS)
    with pytest.raises(NotNow, match="which day"):
        review(cast, Verdict.WATCH)
    day = timezone.localdate() + dt.timedelta(days=30)
    review(cast, Verdict.WATCH, again_on=day)
    task = incident.tasks.open().get(code__startswith=TaskCode.PATTERN)
    assert task.due_at is not None
    assert task.due_at.date() == day


def test_several_together_become_an_allegation(cast: Cast) -> None:
    first = advance(a_low_level(cast), Status.CLOSED)
    second = advance(a_low_level(cast), Status.CLOSED)
    review(cast, Verdict.ALLEGATION, reason="Three times with the same child.")
    now = fresh(second)
    assert (now.status, now.lane, now.harm_test) == (Status.REOPENED, Lane.STAFF, True)
    assert now.tasks.open().filter(code=TaskCode.LADO_REFER).exists()
    assert {"dsl", "deputy", "head"} <= seen_by(cast, now)
    assert second.links_back.get().incident == first
    assert seen_by(cast, fresh(first)) == {"head"}
    assert "teacher" not in seen_by(cast, now)


def test_nobody_but_whoever_decides_reads_them_together(cast: Cast, as_: As) -> None:
    a_low_level(cast)
    page = f"/low-level/{cast.person_of(cast.teacher).pk}/"
    for name in (
        "dsl",
        "deputy",
        "co_ordinator",
        "teacher",
        "governor",
        "school_admin",
        "chair",
        "other_head",
    ):
        assert as_(name).get(page).status_code == 404, name
        with pytest.raises(PermissionDenied):
            review(cast, Verdict.NO_PATTERN, by=cast.user(name))
    for name in ("dsl", "teacher", "school_admin"):
        assert as_(name).get("/low-level/").status_code == 403


def test_the_head_reads_nothing_about_themselves(cast: Cast, as_: As) -> None:
    a_low_level(cast, about="head")
    head, person = as_("head"), cast.person_of(cast.head)
    assert "Helen Marsh" not in head.get("/low-level/").content.decode().split("<main")[1]
    assert head.get(f"/low-level/{person.pk}/").status_code == 404
    assert "Helen Marsh" in as_("chair").get("/low-level/").content.decode()


def test_nobody_without_a_concern_is_on_a_page(cast: Cast, as_: As) -> None:
    person = cast.person_of(cast.second_teacher)
    assert as_("head").get(f"/low-level/{person.pk}/").status_code == 404
    assert as_("head").get("/low-level/987654321/").status_code == 404


def test_mail_about_one_says_nothing(cast: Cast, as_: As) -> None:
    a_low_level(cast, description="He shouted at Zoë.")
    for promise in promises():
        keep_due(promise)
    assert mail.outbox
    for letter in mail.outbox:
        said = letter.subject + letter.body
        for word in ("Jamal", "Rashid", "shouted", "low-level", "Zoë"):
            assert word not in said


def test_a_review_is_never_changed(cast: Cast) -> None:
    a_low_level(cast)
    made = review(cast, Verdict.NO_PATTERN)
    with pytest.raises(DatabaseError), transaction.atomic():
        PatternReview.objects.filter(pk=made.pk).delete()


def test_the_pages_ask_the_same_number_of_questions_however_many(cast: Cast, as_: As) -> None:
    head = as_("head")
    pages = ("/low-level/", f"/low-level/{cast.person_of(cast.teacher).pk}/")
    a_low_level(cast)
    counts = [_queries(head, page) for page in pages]
    for _ in range(4):
        a_low_level(cast)
    a_low_level(cast, about="senior_leader")
    assert [_queries(head, page) for page in pages] == counts
    assert max(counts) <= 16


def _queries(client: Client, page: str) -> int:
    client.get(page)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(page).status_code == 200
    return len(asked)


def test_the_list_of_adults_to_choose_from_holds_no_pupil_and_not_oneself(cast: Cast, as_: As) -> None:
    shown = as_("teacher").get(SHARE).content.decode()
    assert "Kate Lowry" in shown
    assert "Zoë Haddad" not in shown
    options = shown.split('name="person"')[1].split("</select>")[0]
    assert "Jamal Rashid" not in options
    assert Person.objects.filter(school=cast.other).count() > 0
    assert "Idris Cole" not in options
