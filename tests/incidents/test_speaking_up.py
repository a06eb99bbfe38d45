"""Reporting in confidence, without an account: what becomes of it, who reads it, and the way back (D 1.11)."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.core.cache.backends.redis import RedisCache
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from esafety.access.refusals import NotNow
from esafety.outbox.models import Message
from esafety.outbox.relay import drain
from esafety.people.models import School
from esafety.people.vocabulary import Role
from esafety.schooldays.half_days import half_day
from incidents import actions
from incidents.access import INCIDENTS
from incidents.actions.guard import fresh
from incidents.models import Incident, Note, SpeakUpPage, Statement, WayBack
from incidents.speaking_up import codes, flood, pace
from incidents.vocabulary import (
    AcceptedAs,
    Audience,
    FoundBy,
    IncidentType,
    Lane,
    ReporterKind,
    RiskArea,
    Standing,
    Status,
)
from incidents.vocabulary.speaking_up import AboutWhom, PageState
from tests.cast import Cast, sign_in
from tests.incidents.confiding import WORDS, a_page, code_in, come_back, confided, tell

As = Callable[[str], Client]


def readers(incident: Incident, cast: Cast) -> set[str]:
    names = ("dsl", "deputy", "head", "co_ordinator", "chair", "teacher", "school_admin", "technician")
    return {
        name
        for name in names
        if INCIDENTS.visible_to(cast.user(name), Incident.objects.filter(pk=incident.pk)).exists()
    }


# --- what becomes of it ---


def test_what_a_pupil_tells_is_an_incident_that_the_safeguarding_leads_look_at_today(cast: Cast) -> None:
    answer = tell(
        a_page(cast), what="  <b>It is</b> Zoë…\n", when_where="on the bus", about="pupil", who="Zoë"
    )
    incident = Incident.objects.get()
    said = Statement.objects.get(incident=incident)
    assert answer.status_code == 200
    assert (said.description, said.place_detail) == ("  <b>It is</b> Zoë…\n", "on the bus")  # as typed
    assert (incident.reported_by, incident.reporter_kind) == (None, ReporterKind.NO_ACCOUNT)
    assert (incident.found_by, incident.primary_type) == (FoundBy.CONFIDED, IncidentType.OTHER)
    assert (incident.lane, incident.owner_role) == (Lane.SAFEGUARDING, Role.DSL)
    assert incident.involvements.get().who == "Zoë"
    assert incident.tasks.get(code="first_look").source.startswith("C 4.1")
    drain()
    assert {one.to[0] for one in mail.outbox} == {cast.dsl.email, cast.deputy.email}
    assert readers(incident, cast) == {"dsl", "deputy", "head"}


@pytest.mark.parametrize(
    "about, owner, lane, read_by",
    [
        ("head", Role.CHAIR, Lane.HEAD, {"chair"}),
        ("adult", Role.HEAD, Lane.STAFF, {"dsl", "deputy", "head"}),
        ("dsl", Role.HEAD, Lane.STAFF, {"deputy", "head"}),
        ("deputy", Role.HEAD, Lane.STAFF, {"dsl", "head"}),
        ("elsewhere", Role.DSL, Lane.SAFEGUARDING, {"dsl", "deputy", "head"}),
    ],
)
def test_whom_it_is_about_does_not_read_it(
    cast: Cast, about: str, owner: Role, lane: Lane, read_by: set[str]
) -> None:
    leads = {"dsl", "deputy"}
    answer = f"lead-{cast.person_of(cast.user(about)).pk}" if about in leads else about
    tell(a_page(cast), about=answer)
    incident = Incident.objects.get()
    assert (incident.owner_role, incident.lane) == (owner, lane)
    assert readers(incident, cast) == read_by
    drain()
    told = {one.to[0] for one in mail.outbox}
    assert told <= {cast.user(name).email for name in read_by}
    assert told


def test_an_adult_named_by_family_name_does_not_read_it_either(cast: Cast) -> None:
    tell(a_page(cast), about="adult", who="Mrs Adeyemi")
    assert readers(Incident.objects.get(), cast) == {"deputy", "head"}


def test_danger_rings_every_lead_at_once_whatever_the_hour(cast: Cast) -> None:
    School.objects.filter(pk=cast.school.pk).update(quiet_from=dt.time(0), quiet_until=dt.time(23, 59))
    before = timezone.now()
    tell(a_page(cast), danger="yes")
    drain()
    assert {one.to[0] for one in mail.outbox} == {cast.dsl.email, cast.deputy.email, cast.head.email}
    look = Incident.objects.get().tasks.get(code="first_look")
    assert look.due_at is not None
    assert dt.timedelta(0) <= look.due_at - before - dt.timedelta(minutes=15) < dt.timedelta(seconds=30)


def test_triage_says_what_it_is_and_it_goes_on_as_any_other(cast: Cast) -> None:
    incident = confided(a_page(cast)).incident
    actions.triage(
        incident=incident, accepted_as=AcceptedAs.ONLINE_SAFETY, primary_type=IncidentType.GAMING,
        risk_area=RiskArea.COMMERCE, harm_test=False, reason="A purchase.", version=1, by=cast.dsl,
    )  # fmt: skip
    assert (fresh(incident).lane, fresh(incident).owner_role) == (Lane.ONLINE_SAFETY, Role.CO_ORDINATOR)


def test_nonsense_is_closed_as_not_an_incident_and_stays(cast: Cast) -> None:
    incident = confided(a_page(cast)).incident
    actions.set_aside(incident=incident, reason="A dare.", version=1, by=cast.dsl)
    assert fresh(incident).status == Status.CLOSED


def test_the_trail_tells_it_once_without_an_account_an_address_or_a_moment(cast: Cast) -> None:
    from esafety.audit.models import AuditEvent

    tell(a_page(cast))
    told = AuditEvent.objects.about(Incident.objects.get()).order_by("number")
    assert [row.code for row in told] == ["incident.confided", "incident.routed"]
    for row in told:
        assert (row.actor_id, row.actor_name, row.address, row.request_id) == (None, "", "", "")
        assert row.at == half_day(timezone.now())
    numbers = list(AuditEvent.objects.filter(school_id=cast.school.pk).values_list("number", flat=True))
    assert sorted(numbers) == list(range(1, len(numbers) + 1))


# --- sent twice, sent wrongly ---


def test_sent_twice_it_is_one_incident_with_one_code(cast: Cast) -> None:
    page, key = a_page(cast), str(uuid.uuid4())
    first, again = tell(page, key=key), tell(page, key=key)
    assert code_in(first) == code_in(again)
    changed = tell(page, key=key, what="I forgot to say who.")
    assert code_in(changed) != code_in(first)
    assert Incident.objects.count() == 2
    drain()
    assert len(mail.outbox) == 4  # two leads, two incidents


@pytest.mark.parametrize(
    "wrong, says",
    [
        ({"what": ""}, "Write what happened or what worries you"),
        ({"what": " \n"}, "Write what happened or what worries you"),
        ({"what": "x" * 5_001}, "5,000 characters or fewer"),
        ({"danger": ""}, "Say whether somebody is in danger right now"),
        ({"about": "everybody"}, "Choose who it is about"),
        ({"about": "lead-999999"}, "Choose who it is about"),
        ({"name": "a\nb"}, "must be on one line"),
        ({"who": "a\x00b"}, "invisible character"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    cast: Cast, wrong: dict[str, str], says: str
) -> None:
    answer = tell(a_page(cast), **{"when_where": "kept as typed", **wrong})
    assert answer.status_code == 422
    assert b"kept as typed" in answer.content
    if "about" not in wrong:
        assert says in answer.content.decode()
    assert not Incident.objects.exists()


def test_nobody_else_is_looked_up_and_nothing_else_can_be_set(cast: Cast) -> None:
    """The number of a pupil, of another school's lead, or a column of the record in the form changes nothing."""
    page = a_page(cast)
    for person in (cast.pupil, cast.person_of(cast.teacher), cast.person_of(cast.other_dsl, cast.other)):
        assert tell(page, about=f"lead-{person.pk}").status_code == 422
    tell(
        page,
        reported_by=str(cast.teacher.pk),
        school=str(cast.other.pk),
        lane="online_safety",
        status="closed",
    )
    incident = Incident.objects.get()
    assert (incident.reported_by, incident.school) == (None, cast.school)
    assert (incident.lane, incident.status) == (Lane.SAFEGUARDING, Status.SUBMITTED)
    assert str(cast.pupil) not in Client().get(page.path).content.decode()


def test_a_file_is_refused_before_a_byte_is_read(cast: Cast, tmp_path: Any) -> None:
    from io import BytesIO

    answer = tell(a_page(cast), what=BytesIO(b"\xff\xd8" + b"x" * 4_000_000))  # type: ignore[arg-type]
    assert answer.status_code in (400, 413, 422)
    assert not Incident.objects.exists()


# --- its address ---


def test_an_address_that_is_none_was_renewed_or_is_off_is_missing_byte_for_byte(cast: Cast) -> None:
    page = a_page(cast)
    old = page.path
    assert Client().get(old).status_code == 200
    actions.renew_speak_up_page(page=page, by=cast.dsl)
    new = page.path
    actions.set_speak_up_page(school=cast.school, state=PageState.OFF, by=cast.dsl)
    nothing = Client().get("/speak-up/nothing/")
    for path in (old, new):
        for way in (path, f"{path}answers/"):
            for method in ("get", "post"):
                answer = getattr(Client(), method)(way)
                assert (answer.status_code, answer.content) == (404, nothing.content)
    assert nothing.status_code == 404
    actions.set_speak_up_page(school=cast.school, state=PageState.OPEN, by=cast.dsl)
    assert (Client().get(old).status_code, Client().get(new).status_code) == (404, 200)


def test_a_code_stays_good_at_the_new_address_and_while_the_page_is_paused(cast: Cast) -> None:
    page = a_page(cast)
    code = code_in(tell(page))
    actions.renew_speak_up_page(page=page, by=cast.dsl)
    page = actions.set_speak_up_page(school=cast.school, state=PageState.PAUSED, by=cast.dsl)
    assert come_back(page, code).status_code == 200
    assert b"takes nothing new here for now" in Client().get(page.path).content
    late = tell(page, what="Written before it was paused")
    assert late.status_code == 422
    assert b"Written before it was paused" in late.content
    assert b"0800 1111" in late.content
    assert Incident.objects.count() == 1


def test_it_is_off_until_a_lead_or_the_office_of_a_live_school_opens_it(cast: Cast) -> None:
    assert not SpeakUpPage.objects.exists()
    for name in ("teacher", "technician", "safety_governor", "parent", "other_dsl", "senior_leader"):
        with pytest.raises(PermissionDenied):
            actions.set_speak_up_page(school=cast.school, state=PageState.OPEN, by=cast.user(name))
    School.objects.filter(pk=cast.school.pk).update(went_live_at=None)
    with pytest.raises(NotNow, match="not live yet"):
        actions.set_speak_up_page(
            school=School.objects.get(pk=cast.school.pk), state=PageState.OPEN, by=cast.dsl
        )


def test_two_schools_do_not_meet(cast: Cast) -> None:
    here, there = a_page(cast), a_page(cast, cast.other)
    assert here.token != there.token
    code = code_in(tell(here))
    assert Incident.objects.get().school == cast.school
    assert come_back(there, code).status_code == 422
    assert come_back(here, code).status_code == 200
    assert not INCIDENTS.visible_to(cast.other_dsl, Incident.objects.all()).exists()


# --- the way back ---


def test_an_answer_is_read_with_the_code_and_more_is_told(cast: Cast) -> None:
    page = a_page(cast)
    code, incident = code_in(tell(page)), Incident.objects.get()
    mail.outbox.clear()
    assert b"Nobody has answered yet" in come_back(page, code).content
    actions.add_note(
        incident=incident, text="Thank you. We will talk to him.", standing=Standing.FACT,
        audience=Audience.REPORTER, by=cast.dsl,
    )  # fmt: skip
    actions.add_note(
        incident=incident, text="Only for us.", standing=Standing.FACT, audience=Audience.LEADS, by=cast.dsl
    )
    read = come_back(page, code.upper().replace(" ", "-")).content.decode()
    assert "Thank you. We will talk to him." in read
    for kept_back in ("Only for us.", WORDS, incident.reference, str(cast.dsl)):
        assert kept_back not in read
    told = come_back(page, code, text="It was <i>Marcus</i>.")
    again = come_back(page, code, text="It was <i>Marcus</i>.")
    assert (told.status_code, again.status_code) == (200, 200)
    more = Note.objects.get(addendum=True)
    assert (more.by, more.text, more.audience) == (None, "It was <i>Marcus</i>.", Audience.REPORTER)
    assert list(Note.objects.filter(audience=Audience.REPORTER))[-1] == more  # after what it answers
    drain()
    assert cast.dsl.email in {one.to[0] for one in mail.outbox}
    assert WayBack.objects.get().last_used_on == timezone.localdate()


def test_a_code_is_kept_as_a_keyed_hash_only_and_opens_only_its_own(cast: Cast) -> None:
    page = a_page(cast)
    mine, theirs = confided(page, "mine"), confided(page, "theirs")
    actions.add_note(
        incident=theirs.incident,
        text="Not for you",
        standing=Standing.FACT,
        audience=Audience.REPORTER,
        by=cast.dsl,
    )
    assert b"Not for you" not in come_back(page, mine.code).content
    assert len(codes.as_typed(mine.code)) == 16
    kept = WayBack.objects.get(incident=mine.incident)
    assert codes.as_typed(mine.code) not in repr(vars(kept))
    assert kept.code_hash != codes.hash_of(theirs.code)


def test_a_code_outlives_a_change_of_the_signing_key(cast: Cast, settings: Any) -> None:
    page = a_page(cast)
    code = confided(page).code
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-key-that-is-long-enough-for-a-test-of-rotation"
    assert come_back(page, code).status_code == 200


def test_wrong_codes_are_slowed_and_the_right_one_then_waits_too(cast: Cast) -> None:
    page = a_page(cast)
    code = code_in(tell(page))
    answers = [come_back(page, "0000 0000 0000 000" + figure) for figure in "0123456789a"]
    assert [one.status_code for one in answers] == [422] * pace.WRONG_CODES + [429]
    assert come_back(page, code).status_code == 429
    assert come_back(page, code, headers={"user-agent": "another phone"}).status_code == 200


def test_nobody_is_mailed_who_has_no_address(cast: Cast) -> None:
    incident = confided(a_page(cast)).incident
    actions.set_aside(incident=incident, reason="A dare.", version=1, by=cast.dsl)
    assert not Message.objects.filter(notice__in=["incident.received", "incident.ended"]).exists()


# --- many at once ---


def test_a_flood_mails_a_lead_twenty_times_and_then_once_an_hour_and_loses_nothing(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = a_page(cast)
    for number in range(60):
        confided(page, f"Message {number}")
    drain()
    to_the_lead = [one for one in mail.outbox if one.to == [cast.dsl.email]]
    assert Incident.objects.count() == 60
    assert flood.MOST_WAITING < len(to_the_lead) <= flood.MOST_WAITING + 2  # an hour may end meanwhile
    assert "several items" in to_the_lead[-1].subject
    mail.outbox.clear()
    urgent = confided(page, "He has a knife", danger=True).incident
    drain()
    assert [one.to[0] for one in mail.outbox].count(
        cast.dsl.email
    ) == 1  # danger is told at once all the same
    assert urgent.way_back.gathered


def test_one_device_that_sends_many_is_told_together_and_at_last_given_its_words_back(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "MOST", 8)
    page = a_page(cast)
    statuses = [tell(page, what=f"Nonsense {number}").status_code for number in range(9)]
    assert statuses == [200] * 8 + [429]
    assert [row.gathered for row in WayBack.objects.order_by("pk")] == [False] * pace.OFTEN + [True] * 3
    refused = tell(page, what="My own words")
    assert b"My own words" in refused.content
    assert b"0800 1111" in refused.content
    assert tell(page, headers={"user-agent": "another phone"}).status_code == 200


def test_it_is_taken_when_nothing_can_be_counted(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    page = a_page(cast)
    gone = RedisCache("redis://127.0.0.1:1/0", {"OPTIONS": {"socket_connect_timeout": 0.2}})
    monkeypatch.setattr(pace, "cache", gone)
    assert tell(page).status_code == 200
    assert come_back(page, "wrong").status_code == 422


# --- what it costs ---


def test_it_costs_the_same_however_many_there_are(cast: Cast) -> None:
    page = a_page(cast)

    def cost(act: Callable[[], Any]) -> int:
        with CaptureQueriesContext(connection) as asked:
            act()
        return sum("SAVEPOINT" not in query["sql"] for query in asked)

    said = [cost(lambda: confided(page, "x")) for _ in range(5)]
    assert len(set(said)) == 1
    code = confided(page).code
    first, *looked = [cost(lambda: come_back(page, code)) for _ in range(4)]
    assert len(set(looked)) == 1
    assert looked[0] < first, "the trail says already that somebody read"
    shown = [cost(lambda: Client().get(page.path)) for _ in range(2)]
    assert shown == [2, 2]  # the page with its school, and who the leads are


# --- the school's side ---


def test_a_lead_opens_the_page_prints_the_poster_and_pauses_it(cast: Cast, as_: As, settings: Any) -> None:
    lead = as_("dsl")
    assert "nowhere" in lead.get("/speaking-up/").content.decode()
    assert lead.post("/speaking-up/change/", {"state": "open"}).status_code == 302
    shown = lead.get("/speaking-up/").content.decode()
    page = SpeakUpPage.objects.get()
    assert page.path in shown
    assert "<svg" in shown
    assert lead.post("/speaking-up/poster/").status_code == 302
    assert lead.post("/speaking-up/renew/").status_code == 302
    assert SpeakUpPage.objects.get().token != page.token
    assert lead.post("/speaking-up/change/", {"state": "paused"}).status_code == 302
    assert as_("teacher").get("/speaking-up/").status_code == 403


def test_the_case_says_how_it_came_and_how_to_answer(cast: Cast, as_: As) -> None:
    incident = confided(a_page(cast), name="Zoë H").incident
    shown = as_("dsl").get(incident.get_absolute_url()).content.decode()
    half = "morning" if timezone.localtime().hour < 12 else "afternoon or evening"
    assert f"in the {half} by somebody without an account" in shown
    assert "which nobody has checked: <strong>Zoë H</strong>" in shown
    assert (
        "came in confidence"
        in as_("dsl").get(reverse("incident_note", args=[incident.reference])).content.decode()
    )


def test_a_signed_in_browser_is_not_who_tells(cast: Cast) -> None:
    page = a_page(cast)
    answer = tell(page, client=sign_in(Client(), cast.teacher))
    assert answer.status_code == 200
    assert str(cast.teacher) not in answer.content.decode()
    assert Incident.objects.get().reported_by is None
    assert AboutWhom.PUPIL.label in Client().get(page.path).content.decode()
