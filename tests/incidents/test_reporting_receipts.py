"""What the reporter sees afterwards: their words, a gentle word, messages; and nothing else of the case."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from esafety.audit.models import AuditEvent
from incidents import actions
from incidents.models import Incident, Involvement, Note, Task
from incidents.told import Account, Involved
from incidents.vocabulary import AcceptedAs, Audience, IncidentType, Part, PersonSort, RiskArea, Standing
from tests.incidents.report_acts import errors_of, text_of, written

pytestmark = pytest.mark.django_db


@pytest.fixture
def incident(as_):
    report = written(as_("teacher"), description="He showed her a video")
    report.answer("people", name="A boy in year six", sort="child", part="subject")
    return report.sent()


def receipt(as_, incident, who="teacher"):
    return as_(who).get(reverse("receipt", args=[incident.reference]))


def fresh(incident):
    return Incident.objects.get(pk=incident.pk)


def triage(incident, by):
    return actions.triage(
        incident=incident, accepted_as=AcceptedAs.ONLINE_SAFETY, primary_type=IncidentType.SCAM, by=by,
        risk_area=RiskArea.COMMERCE, harm_test=False, reason="Secret reason", version=fresh(incident).version,
    )  # fmt: skip


def close(incident, by):
    Task.objects.filter(incident=incident).update(state="done", ended_at=timezone.now(), result="done")
    Incident.objects.filter(pk=incident.pk).update(
        status="closed", closed_at=timezone.now(), outcome="Secret outcome", learning_area="nothing"
    )


def tell(incident, by, text="Thank you, well done"):
    return actions.add_note(
        incident=fresh(incident), text=text, standing=Standing.FACT, audience=Audience.REPORTER, by=by
    )


def test_it_shows_what_was_written_and_a_gentle_word(as_, incident):
    said = text_of(receipt(as_, incident))
    for words in (
        incident.reference,
        "He showed her a video",
        "A boy in year six",
        "Where it stands Received",
    ):
        assert words in said


def test_the_list_shows_my_own_only(as_, incident):
    assert incident.reference in text_of(as_("teacher").get(reverse("reports")))
    other = text_of(as_("second_teacher").get(reverse("reports")))
    assert incident.reference not in other
    assert "You have not reported anything yet" in other


def test_the_list_turns_its_pages(as_, cast):
    account = Account(description="x", types=[IncidentType.SCAM], primary_type=IncidentType.SCAM)
    for _ in range(26):
        actions.report(school=cast.school, account=account, people=[], by=cast.teacher)
    client = as_("teacher")
    first, second = client.get(reverse("reports")), client.get(reverse("reports"), {"page": "2"})
    assert (
        first.content.decode().count("app-card__title"),
        second.content.decode().count("app-card__title"),
    ) == (25, 1)
    assert client.get(reverse("reports"), {"page": "x"}).status_code == 200


@pytest.mark.parametrize("name", ["second_teacher", "dsl", "head", "other_teacher", "parent"])
def test_nobody_else_has_a_receipt_of_it(as_, incident, name):
    client = as_(name)
    for url in ("receipt", "receipt_add"):
        found, missing = (
            client.get(reverse(url, args=[incident.reference])),
            client.get(reverse(url, args=["26-NONE"])),
        )
        assert (found.status_code, found.content) == (404, missing.content)
    assert (
        client.post(
            reverse("receipt_add", args=[incident.reference]), {"text": "x", "standing": "fact"}
        ).status_code
        == 404
    )


def test_the_word_follows_the_case_gently(as_, cast, incident):
    triage(incident, cast.co_ordinator)
    assert "Where it stands Being looked at" in text_of(receipt(as_, incident))
    close(incident, cast.co_ordinator)
    assert "Where it stands Closed" in text_of(receipt(as_, incident))


def test_nothing_of_the_case_is_on_it(as_, cast, incident):
    triage(incident, cast.co_ordinator)
    now = fresh(incident)
    for audience in (Audience.EVERYONE, Audience.LEADS):
        actions.add_note(
            incident=now, text="Secret note", standing=Standing.FACT, audience=audience, by=cast.dsl
        )
    row = Involvement.objects.get(incident=incident)
    actions.identify_person(row=row, person=cast.second_pupil, version=now.version, by=cast.dsl)
    now = fresh(incident)
    edition = Account(description="Secret edition", types=[IncidentType.SCAM], primary_type=IncidentType.SCAM)
    actions.correct_account(
        incident=now, account=edition,
        reason="Secret why", version=now.version, by=cast.dsl,
    )  # fmt: skip
    added = Involved(part=Part.HARMED, sort=PersonSort.CHILD, person=cast.third_pupil)
    actions.add_person(incident=fresh(incident), involved=added, version=fresh(incident).version, by=cast.dsl)
    close(incident, cast.dsl)
    said = text_of(receipt(as_, incident))
    for secret in ("Secret", "Marcus", "Anya", "Ruth Adeyemi", "Priya", "safeguarding", "co-ordinator"):
        assert secret not in said.replace("safeguarding lead told", "").replace(
            "Safeguarding lead told", ""
        ), secret
    assert "He showed her a video" in said
    assert "A boy in year six" in said


def test_a_message_from_the_lead_is_read(as_, cast, incident):
    tell(incident, cast.co_ordinator)
    said = text_of(receipt(as_, incident))
    assert "Thank you, well done" in said
    assert "Priya Nair" in said


def test_something_is_added_and_what_was_sent_stays(as_, cast, incident):
    client = as_("teacher")
    url = reverse("receipt_add", args=[incident.reference])
    done = client.post(url, {"text": "She told me more <today>", "standing": "hearsay"}, follow=True)
    assert "Added to your report" in text_of(done)
    assert "She told me more <today>" in text_of(done)
    note = Note.objects.get(addendum=True)
    assert (note.text, note.standing, note.by) == ("She told me more <today>", "hearsay", cast.teacher)
    assert incident.statements.get().description == "He showed her a video"


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"text": "x" * 20_001, "standing": "fact"},
        {"text": "x", "standing": "gossip"},
        {"text": "a\x00b", "standing": "fact"},
    ],
)
def test_an_addition_that_cannot_be_kept_is_given_back(as_, incident, sent):
    refused = as_("teacher").post(reverse("receipt_add", args=[incident.reference]), sent)
    assert refused.status_code == 422
    assert errors_of(refused)
    assert sent.get("text", "")[:3].replace("\x00", "") in refused.content.decode().replace("\x00", "")
    assert not Note.objects.exists()


def test_looking_is_in_the_trail(as_, cast, incident):
    receipt(as_, incident)
    assert AuditEvent.objects.filter(code="incident.receipt_viewed", actor_id=cast.teacher.pk).count() == 1


# -- the reporter becomes a subject ------------------------------------------------------------------


def becomes_subject(cast, incident):
    now = fresh(incident)
    about = Involved(part=Part.SUBJECT, sort=PersonSort.STAFF, person=cast.person_of(cast.teacher))
    actions.add_person(incident=now, involved=about, version=now.version, by=cast.dsl)


def test_one_who_becomes_a_subject_sees_no_change_from_then_on(as_, cast, incident):
    triage(incident, cast.co_ordinator)
    tell(incident, cast.co_ordinator, "Before")
    before = text_of(receipt(as_, incident))
    becomes_subject(cast, incident)
    assert text_of(receipt(as_, incident)) == before
    tell(incident, cast.head, "After")
    close(incident, cast.head)
    assert text_of(receipt(as_, incident)) == before
    listed = text_of(as_("teacher").get(reverse("reports")))
    assert "Being looked at" in listed
    assert "Closed" not in listed
    answered = as_("teacher").post(
        reverse("receipt_add", args=[incident.reference]), {"text": "More", "standing": "fact"}
    )
    assert answered.status_code == 302


def test_what_was_closed_before_stays_closed_for_one_in_conflict(as_, cast, incident):
    close(incident, cast.dsl)
    about = Involvement(
        incident=incident,
        person=cast.person_of(cast.teacher),
        part="subject",
        sort="staff",
        added_by=cast.head,
    )
    about.added_at = timezone.now() + dt.timedelta(seconds=1)
    about.save()
    assert "Where it stands Closed" in text_of(receipt(as_, incident))


# -- nobody looks -----------------------------------------------------------------------------------


def test_when_nobody_looks_in_time_the_reporter_is_shown_whom_to_ring(as_, cast, incident):
    assert "01632 960103" not in text_of(receipt(as_, incident))
    late = timezone.now() + dt.timedelta(days=10)
    actions.run_out_clocks(now=late)
    assert "01632 960103" in text_of(receipt(as_, incident))
    triage(incident, cast.dsl)
    assert "01632 960103" not in text_of(receipt(as_, incident))
