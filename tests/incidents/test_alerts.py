"""Monitoring alerts: who reads which, what is decided, what happens when nobody reads them."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from esafety.access.capabilities import Capability as C
from esafety.access.refusals import NotNow
from esafety.audit.models import AuditEvent
from esafety.office.actions import declare_connection
from esafety.outbox.models import Message
from esafety.people.models import School
from esafety.people.vocabulary import Closeness, Role
from incidents import actions
from incidents.alert_access import ALERTS
from incidents.alerts.placing import Desk
from incidents.models import Alert, AlertReading, Incident
from incidents.policy.alerts import COLUMNS, SEVERITY_WORDS, severity_of, type_of
from incidents.vocabulary import FoundBy, IncidentType, Lane, Part
from incidents.vocabulary.watching import AlertState, Severity
from tests.builders import a_concern
from tests.cast import Cast, sign_in
from tests.incidents.alerting import a_source, an_alert

As = Callable[[str], Client]


def text(response: Any) -> str:
    return response.content.decode()


def readers(cast: Cast, alert: Alert) -> set[str]:
    """Everybody whom list and page show it to; the two must agree."""
    found = set()
    for name in Cast.accounts():
        user = cast.user(name)
        listed = ALERTS.visible_to(user, Alert.objects.all()).filter(pk=alert.pk).exists()
        assert listed == ALERTS.allows(cast.user(name), C.TRIAGE_ALERTS, alert), name
        if listed:
            found.add(name)
    return found


# -- who reads which -------------------------------------------------------------------------------

USERS = {
    "a pupil": "zoe.haddad",
    "a pupil whose father is the deputy": "ben.bellamy",
    "nobody known": "guest-17",
    "a member of staff": "jamal.rashid",
    "the safeguarding lead": "ruth.adeyemi@harbour.example",
    "the head": "HARBOUR\\hmarsh",
    "the chair of governors": "Graham Okoro",
}
ORACLE = Path(__file__).with_name("expected_alert_readers.csv")


def expected() -> list[dict[str, str]]:
    with ORACLE.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("row", expected(), ids=lambda row: f"{row['about']}, {row['business_manager']}")
def test_who_reads_an_alert_is_as_the_rules_say(cast: Cast, row: dict[str, str]) -> None:
    School.objects.filter(pk=cast.school.pk).update(
        alerts_to_business_manager=row["business_manager"] == "yes"
    )
    alert = an_alert(cast, user=USERS[row["about"]])
    assert readers(cast, alert) == set(row["read_by"].split())


def test_the_file_says_something_of_every_kind_of_user() -> None:
    assert {row["about"] for row in expected()} == set(USERS)
    assert all(len(row["rule"]) > 12 for row in expected())


def test_an_alert_about_the_head_goes_to_the_chair_and_the_vice_chair_stands_in(cast: Cast) -> None:
    one, other = cast.person_of(cast.chair), cast.person_of(cast.head)
    declare_connection(person=one, other=other, closeness=Closeness.FRIEND, by=None)
    assert readers(cast, an_alert(cast, user="helen.marsh")) == {"vice_chair"}


def test_a_user_name_that_fits_staff_and_a_pupil_is_the_heads_to_read(cast: Cast) -> None:
    """Nobody of the staff reads an alert that may be about themselves."""
    cast.pupil.__class__.objects.filter(pk=cast.pupil.pk).update(given_name="Jo", family_name="Rashid")
    alert = an_alert(cast, user="jrashid")
    assert alert.person is None
    assert readers(cast, alert) == {"head"}


def test_a_name_that_nobody_has_is_kept_from_whoever_bears_it(cast: Cast) -> None:
    assert "co_ordinator" not in readers(cast, an_alert(cast, user="xnairx"))
    assert "co_ordinator" in readers(cast, an_alert(cast, user="somebody"))


def test_when_everybody_who_reads_alerts_is_close_the_chair_reads_it(cast: Cast) -> None:
    for name in ("dsl", "deputy", "co_ordinator", "head"):
        declare_connection(
            person=cast.person_of(cast.user(name)), other=cast.pupil, closeness=Closeness.HOUSEHOLD, by=None
        )
    assert readers(cast, an_alert(cast)) == {"chair"}


def test_two_schools_are_walls(cast: Cast) -> None:
    alert = an_alert(cast)
    assert sign_in(Client(), cast.other_dsl).get(alert.get_absolute_url()).status_code == 404
    source = a_source(cast, school=cast.other, by="other_dsl")
    theirs = an_alert(cast, source, user="theo.sands", external_id=alert.external_id)
    assert theirs.person == cast.other_pupil
    assert readers(cast, theirs) == {"other_dsl", "other_head"}
    elsewhere = an_alert(cast, source, user="zoe.haddad")
    assert elsewhere.person is None


def test_whoever_it_is_about_finds_no_trace(cast: Cast, as_: As) -> None:
    alert = an_alert(cast, user="priya.nair", severity=Severity.URGENT)
    client = as_("co_ordinator")
    missing = client.get("/alerts/A-ZZZZZZZZ/")
    for path in ("", "read/", "take-on/", "add/", "set-aside/"):
        for answer in (client.get, client.post):
            assert answer(f"/alerts/{alert.reference}/{path}").status_code in (404, 405)
    assert client.get(alert.get_absolute_url()).content == missing.content
    assert alert.reference not in text(client.get("/alerts/?show=all"))
    assert "Alerts to read" not in text(client.get("/"))
    assert not Message.objects.filter(to_user=cast.co_ordinator).exists()
    with pytest.raises(PermissionDenied):
        actions.take_on_alert(alert=alert, by=cast.co_ordinator)


def test_a_user_name_means_somebody_only_when_one_person_fits(cast: Cast) -> None:
    roster = Desk(cast.school).roster
    zoe = cast.pupil.pk
    for typed in (
        "zoe.haddad",
        "Zoë Haddad",
        "zhaddad",
        "16zhaddad",
        "haddadz",
        "CURRIC\\zhaddad",
        "haddad zoe",
    ):
        assert [one.pk for one in roster.meant(typed)] == [zoe], typed
    assert roster.meant("zoe") == []
    assert roster.meant("") == []
    assert roster.meant("\x00" * 200) == []
    assert [one.pk for one in roster.meant("DEPUTY@harbour.example")] == [cast.person_of(cast.deputy).pk]


# -- what is decided ---------------------------------------------------------------------------------


def test_one_press_makes_an_incident_of_it_and_routing_does_the_rest(cast: Cast, as_: As) -> None:
    alert = an_alert(cast, content="look at nasty.example/bruises", capture=True, capture_reference="C-9")
    answer = as_("co_ordinator").post(f"/alerts/{alert.reference}/take-on/", follow=True)
    alert.refresh_from_db()
    incident = alert.incident
    assert incident is not None
    assert (alert.state, alert.unread, alert.decided_by) == (AlertState.TAKEN_ON, False, cast.co_ordinator)
    assert (incident.found_by, incident.primary_type, incident.lane) == (
        FoundBy.MONITORING, IncidentType.SELF_HARM, Lane.SAFEGUARDING,
    )  # fmt: skip
    (part,) = incident.involvements.all()
    assert (part.person, part.part) == (cast.pupil, Part.SUBJECT)
    assert [one.site for one in incident.web_addresses.all()] == ["nasty.example"]
    said = incident.statements.get().description
    assert "how" not in said
    assert "It is not stored here" in said
    assert f"Taken on as incident {incident.reference}" in text(answer)
    assert incident.routing_notes.filter(rule="monitoring").exists()


def test_who_may_not_see_the_incident_sees_the_alert_no_more(cast: Cast, as_: As) -> None:
    """The co-ordinator takes on what turns out to be a safeguarding matter: it is the leads' then."""
    alert = an_alert(cast)
    client = as_("co_ordinator")
    assert client.post(f"/alerts/{alert.reference}/take-on/")["Location"] == "/alerts/"
    assert client.get(alert.get_absolute_url()).status_code == 404
    assert as_("dsl").get(alert.get_absolute_url()).status_code == 200


def test_pressed_twice_it_is_one_incident(cast: Cast, as_: As) -> None:
    alert = an_alert(cast)
    client = as_("dsl")
    client.post(f"/alerts/{alert.reference}/take-on/")
    answer = client.post(f"/alerts/{alert.reference}/take-on/", follow=True)
    assert "decided already" in text(answer)
    assert Incident.objects.count() == 1


def test_an_alert_about_staff_becomes_the_heads_incident(cast: Cast) -> None:
    alert = an_alert(cast, user="jamal.rashid", category="Adult content")
    incident = actions.take_on_alert(alert=alert, by=cast.head)
    assert (incident.lane, incident.owner_role) == (Lane.STAFF, Role.HEAD)
    assert incident.involvements.get().person == cast.person_of(cast.teacher)


def test_a_user_nobody_knows_is_named_as_sent(cast: Cast) -> None:
    incident = actions.take_on_alert(alert=an_alert(cast, user="guest-17"), by=cast.dsl)
    assert incident.involvements.get().who == "guest-17"
    nobody = actions.take_on_alert(alert=an_alert(cast, user=""), by=cast.dsl)
    assert not nobody.involvements.exists()


def test_it_is_added_to_an_incident_that_is_there(cast: Cast, as_: As) -> None:
    incident, alert = a_concern(cast, by="dsl"), an_alert(cast, content="nasty.example")
    client = as_("dsl")
    answer = client.post(f"/alerts/{alert.reference}/add/", {"reference": "26-QQQQ"})
    assert (answer.status_code, "no such incident" in text(answer)) == (422, True)
    answer = client.post(
        f"/alerts/{alert.reference}/add/", {"reference": incident.reference.lower()}, follow=True
    )
    assert f"kept with {incident.reference}" in text(answer)
    assert incident.web_addresses.filter(site="nasty.example").exists()
    page = text(client.get(f"/incidents/{incident.reference}/alerts/"))
    assert alert.reference in page
    assert "nasty[.]example" in page
    assert "nasty.example" not in page


def test_it_is_not_added_to_what_one_may_not_work_on(cast: Cast) -> None:
    alert, theirs = an_alert(cast), a_concern(cast, about="teacher", by="senior_leader")
    with pytest.raises(PermissionDenied):
        actions.add_alert(alert=alert, incident=theirs, by=cast.co_ordinator)
    elsewhere = a_concern(cast, school=cast.other, by="other_teacher", about=())
    with pytest.raises((PermissionDenied, NotNow)):
        actions.add_alert(alert=alert, incident=elsewhere, by=cast.dsl)


def test_it_is_set_aside_with_a_reason_and_stays(cast: Cast, as_: As) -> None:
    alert = an_alert(cast)
    client = as_("co_ordinator")
    answer = client.post(f"/alerts/{alert.reference}/set-aside/", {"reason": " "})
    assert (answer.status_code, "Enter the reason" in text(answer)) == (422, True)
    client.post(f"/alerts/{alert.reference}/set-aside/", {"reason": "A project on first aid."})
    alert.refresh_from_db()
    assert (alert.state, alert.reason) == (AlertState.SET_ASIDE, "A project on first aid.")
    assert "A project on first aid." in text(client.get(alert.get_absolute_url()))
    assert alert.reference in text(client.get("/alerts/?show=set_aside"))
    assert alert.reference not in text(client.get("/alerts/"))


def test_a_serious_one_is_read_by_two_before_it_is_set_aside(cast: Cast, as_: As) -> None:
    alert = an_alert(cast, severity=Severity.HIGH)
    path, answer = f"/alerts/{alert.reference}/set-aside/", {"reason": "A book title."}
    refused = as_("co_ordinator").post(path, answer)
    assert refused.status_code == 422
    assert "two people read it" in text(refused)
    assert "A book title." in text(refused)
    alert.refresh_from_db()
    assert (alert.is_waiting, alert.unread) == (True, True)
    assert "A second person must read it" in text(as_("deputy").get(alert.get_absolute_url()))
    as_("co_ordinator").post(path, answer)
    alert.refresh_from_db()
    assert alert.is_waiting, "twice by one person is one reader"
    assert as_("deputy").post(path, answer).status_code == 302
    alert.refresh_from_db()
    assert alert.state == AlertState.SET_ASIDE
    assert {one.by for one in alert.readings.all()} == {cast.co_ordinator, cast.deputy}


def test_reading_is_said_and_not_a_look(cast: Cast, as_: As) -> None:
    alert = an_alert(cast)
    client = as_("dsl")
    client.get(alert.get_absolute_url())
    alert.refresh_from_db()
    assert alert.unread
    client.post(f"/alerts/{alert.reference}/read/")
    alert.refresh_from_db()
    assert (alert.unread, alert.rank) == (False, "12")
    assert AlertReading.objects.get().by == cast.dsl


@pytest.mark.django_db(transaction=True)
def test_the_database_refuses_to_delete_or_reword_an_alert(cast: Cast) -> None:
    alert = an_alert(cast)
    actions.read_alert(alert=alert, by=cast.dsl)
    for act in (
        lambda: Alert.objects.filter(pk=alert.pk)._raw_delete("default"),
        lambda: Alert.objects.filter(pk=alert.pk).update(content="nothing"),
        lambda: Alert.objects.filter(pk=alert.pk).update(severity=Severity.LOW),
        lambda: AlertReading.objects.filter(alert=alert)._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
    assert Alert.objects.filter(pk=alert.pk, content="how to hide bruises").exists()


def test_no_field_holds_a_capture() -> None:
    kinds = {
        field.get_internal_type() for field in Alert._meta.get_fields() if hasattr(field, "get_internal_type")
    }
    assert not kinds & {"FileField", "ImageField", "BinaryField"}


def test_every_act_is_in_the_trail_without_a_word_of_what_was_typed(cast: Cast) -> None:
    alert = an_alert(cast, content="zqcontentqz", user="zqzoeqz", device="zqdeviceqz")
    actions.read_alert(alert=alert, by=cast.dsl)
    actions.set_alert_aside(alert=alert, reason="zqreasonqz", by=cast.dsl)
    codes = list(AuditEvent.objects.filter(code__startswith="alert.").values_list("code", flat=True))
    assert codes == ["alert.source_added", "alert.received", "alert.read", "alert.set_aside"]
    assert not [one for one in AuditEvent.objects.all() if "zq" in str(one.detail)]


# -- clocks ------------------------------------------------------------------------------------------


def told(cast: Cast, notice: str) -> set[str]:
    emails = Message.objects.filter(notice=notice).values_list("to_user__email", flat=True)
    return {name for name in Cast.accounts() if cast.user(name).email in emails}


def test_nobody_reads_it_and_it_goes_up_the_line_step_by_step(cast: Cast) -> None:
    alert = an_alert(cast)
    assert alert.due_at is not None
    moment = alert.due_at + dt.timedelta(minutes=1)
    assert actions.run_out_alert_clocks(now=alert.due_at) == 0
    assert actions.run_out_alert_clocks(now=moment) == 1
    assert actions.run_out_alert_clocks(now=moment) == 0, "once"
    assert told(cast, "alert.late") == {"dsl", "deputy"}
    alert.refresh_from_db()
    assert (alert.missed_at, alert.passed_up) == (moment, 1)
    assert alert.due_at is not None
    actions.run_out_alert_clocks(now=alert.due_at + dt.timedelta(minutes=1))
    assert told(cast, "alert.late") == {"dsl", "deputy", "head"}
    alert.refresh_from_db()
    assert (alert.due_at, alert.is_late, alert.missed_at) == (None, True, moment)
    assert AuditEvent.objects.filter(code="alert.clock_missed").count() == 2


def test_read_in_time_nothing_is_passed_on(cast: Cast) -> None:
    alert = an_alert(cast)
    actions.read_alert(alert=alert, by=cast.co_ordinator)
    assert actions.run_out_alert_clocks(now=timezone.now() + dt.timedelta(days=30)) == 0
    serious = an_alert(cast, severity=Severity.URGENT)
    actions.read_alert(alert=serious, by=cast.co_ordinator)
    assert actions.run_out_alert_clocks(now=timezone.now() + dt.timedelta(days=30)) == 1


def test_missed_it_stays_on_the_record_as_missed(cast: Cast, as_: As) -> None:
    alert = an_alert(cast)
    actions.run_out_alert_clocks(now=timezone.now() + dt.timedelta(days=30))
    assert "Not read in time" in text(as_("dsl").get("/alerts/"))
    actions.read_alert(alert=alert, by=cast.dsl)
    assert "Was not read in time" in text(as_("dsl").get(alert.get_absolute_url()))


def test_an_alert_about_staff_is_passed_to_nobody_who_may_not_read_it(cast: Cast) -> None:
    an_alert(cast, user="jamal.rashid")
    actions.run_out_alert_clocks(now=timezone.now() + dt.timedelta(days=30))
    assert told(cast, "alert.late") == {"head"}


def test_a_school_sets_its_clocks_quicker(cast: Cast) -> None:
    School.objects.filter(pk=cast.school.pk).update(clocks={"alert": "AT_ONCE"})
    alert = an_alert(cast)
    assert alert.due_at is not None
    assert alert.due_at - alert.arrived_at <= dt.timedelta(hours=1)


def test_serious_ones_are_told_each_and_the_others_once_a_day(cast: Cast) -> None:
    an_alert(cast, severity=Severity.URGENT)
    assert told(cast, "alert.serious") == {"co_ordinator", "dsl", "deputy"}
    for _ in range(3):
        an_alert(cast, severity=Severity.LOW)
    assert Message.objects.filter(notice="alert.waiting").count() == 1
    assert told(cast, "alert.waiting") == {"co_ordinator"}


# -- the list ----------------------------------------------------------------------------------------


def test_unread_and_serious_first_a_page_at_a_time_in_a_fixed_number_of_queries(cast: Cast, as_: As) -> None:
    source, client = a_source(cast), as_("dsl")
    low, urgent = (
        an_alert(cast, source, severity=Severity.LOW),
        an_alert(cast, source, severity=Severity.URGENT),
    )
    read = an_alert(cast, source, severity=Severity.MEDIUM)
    actions.read_alert(alert=read, by=cast.dsl)
    page = text(client.get("/alerts/"))
    assert page.index(urgent.reference) < page.index(low.reference) < page.index(read.reference)
    costs = []
    for turn in range(2):
        with CaptureQueriesContext(connection) as asked:
            client.get("/alerts/")
        costs.append(len(asked))
        for number in range(30 * (1 - turn)):
            an_alert(cast, source, external_id=f"more {number}", content=f"more {number}")
    assert costs[0] == costs[1] <= 5, costs
    seen: list[str] = []
    url = "/alerts/"
    while url:
        page = text(client.get(url))
        seen += dict.fromkeys(part[:10] for part in page.split("/alerts/")[1:] if part.startswith("A-"))
        after = (
            page.split('rel="next"')[0].rpartition('href="')[2].split('"')[0] if 'rel="next"' in page else ""
        )
        url = f"/alerts/{after.replace('&amp;', '&')}" if after else ""
    assert len(seen) == len(set(seen)) == 33


@pytest.mark.parametrize(
    "query",
    [
        "show=x&severity=9",
        "severity=%00",
        "after=~",
        "after=04~x~y",
        "before=%00~2026~A",
        "after=" + "9" * 400,
    ],
)
def test_a_strange_address_gives_the_list(cast: Cast, as_: As, query: str) -> None:
    alert = an_alert(cast)
    assert alert.reference in text(as_("dsl").get(f"/alerts/?{query}"))


def test_one_alert_costs_a_fixed_number_of_queries(cast: Cast, as_: As) -> None:
    alert, client = an_alert(cast, severity=Severity.URGENT), as_("dsl")
    client.get(alert.get_absolute_url())
    with CaptureQueriesContext(connection) as asked:
        client.get(alert.get_absolute_url())
    assert len(asked) <= 9, [one["sql"][:60] for one in asked]


def test_a_teacher_finds_no_alerts(cast: Cast, as_: As) -> None:
    alert = an_alert(cast)
    assert as_("teacher").get("/alerts/").status_code == 403
    assert as_("teacher").get(alert.get_absolute_url()).status_code == 404
    assert ">Alerts<" not in text(as_("teacher").get("/"))


def test_the_business_manager_meets_alerts_only_where_the_school_says_so(cast: Cast, as_: As) -> None:
    alert = an_alert(cast, category="Gambling")
    assert ">Alerts<" not in text(as_("business_manager").get("/"))
    answer = as_("head").post("/alerts/settings/", {"business_manager": "yes", **counts()})
    assert answer.status_code == 302
    client = as_("business_manager")
    assert ">Alerts<" in text(client.get("/"))
    answer = client.post(f"/alerts/{alert.reference}/take-on/", follow=True)
    assert "It went to those who deal with it" in text(answer)
    assert Incident.objects.get().reported_by == cast.business_manager


def counts() -> dict[str, str]:
    from incidents.policy.patterns import RULES

    return {rule.code.value: str(rule.least) for rule in RULES}


def test_only_the_head_and_the_lead_say_how_alerts_are_watched(cast: Cast, as_: As) -> None:
    allowed = {name for name in Cast.accounts() if as_(name).get("/alerts/settings/").status_code == 200}
    assert allowed == {"dsl", "head", "other_dsl", "other_head"}
    answer = as_("dsl").post("/alerts/settings/", {**counts(), "business_manager": "", "person": "99"})
    assert answer.status_code == 422


# -- tables ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "word,means",
    [("Danger", Severity.HIGH), ("Caution", Severity.MEDIUM), ("Advisory", Severity.LOW), ("Level 5", Severity.URGENT),
     ("", Severity.NOT_SAID), ("purple", Severity.NOT_SAID)],
)  # fmt: skip
def test_a_providers_word_for_severity(word: str, means: Severity) -> None:
    assert severity_of(word) is means


def test_every_word_is_in_small_letters() -> None:
    assert all(word == word.lower() for word in SEVERITY_WORDS)
    words = [word for some in COLUMNS.values() for word in some]
    assert len(words) == len(set(words)), "a heading that could mean two things"


def test_what_a_category_points_to() -> None:
    assert type_of("CSAM / IWF") is IncidentType.CSA_IMAGES
    assert type_of("Suicide risk") is IncidentType.SELF_HARM
    assert type_of("Vulgar language") is IncidentType.OTHER
