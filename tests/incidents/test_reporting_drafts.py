"""Reports not yet sent: kept as typed, for their writer alone, for a stated time; sent once, however often."""

from __future__ import annotations

import datetime as dt
import threading
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from esafety.audit.models import AuditEvent
from esafety.audit.verify import faults
from incidents.actions import purge_drafts
from incidents.models import Draft, Incident
from incidents.models.draft import KEPT_FOR
from tests.cast import sign_in
from tests.incidents.report_acts import ENOUGH, Report, errors_of, text_of, written

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(as_):
    return Report(as_("teacher"))


def test_what_is_being_typed_is_kept_and_judged_by_nobody(report):
    saved = report.autosave("what", description="She sa", types=["grooming"])
    assert (saved.status_code, saved.content) == (204, b"")
    page = report.look("what")
    assert "She sa" in page.content.decode()
    assert 'value="grooming" checked' in page.content.decode()
    assert errors_of(page) == []


def test_a_draft_outlives_the_session(report, cast):
    report.answer("what", ENOUGH, description="Before the bell")
    report.client.logout()
    assert report.look("what").status_code == 302
    again = sign_in(Client(), cast.teacher)
    start = again.get(reverse("report"))
    assert report.url("report_overview") in start.content.decode()
    assert "Kept until" in text_of(start)
    report.client = again
    assert "Before the bell" in report.look("what").content.decode()
    assert report.sent().statements.get().description == "Before the bell"


def test_what_is_wrong_is_kept_too_and_says_so(report):
    assert (
        report.answer(
            "when", when_known="day", happened_on_0="31", happened_on_1="feb", happened_on_2="26"
        ).status_code
        == 422
    )
    assert 'value="feb"' in report.look("when").content.decode()
    said = text_of(report.client.get(report.url("report_overview")))
    assert "When and where Needs another look" in said
    assert "Your concern To do" in said
    assert "Who was involved Not known yet" in said


def test_what_comes_late_never_overwrites_what_was_sent(report):
    report.answer("what", ENOUGH, description="The whole story")
    assert report.autosave("what", turn=0, description="The who").status_code == 409
    assert report.draft.sections["what"]["typed"]["description"] == ["The whole story"]
    assert report.autosave("what", turn=1, description="The whole story, and more").status_code == 204


@pytest.mark.parametrize("turn", ["", "-1", "x", "9" * 30, "²"])
def test_a_forged_turn_is_refused(report, turn):
    assert report.autosave("what", turn=turn, description="x").status_code == 409


def test_the_people_named_stay_while_the_next_is_typed(report, cast):
    report.answer("people", people=[cast.pupil.pk], part="harmed", to="add")
    assert report.autosave("people", turn=2, name="Somebo").status_code == 204
    assert len(report.draft.sections["people"]["rows"]) == 1
    assert "Somebo" in report.look("people").content.decode()
    assert "Zoë Haddad" in text_of(report.look("people"))


# -- whose it is -------------------------------------------------------------------------------------


PAGES = ["report_overview", "report_now", "report_check", "report_people", "report_discard"]


@pytest.mark.parametrize("name", ["second_teacher", "dsl", "head", "other_teacher"])
def test_nobody_else_finds_it_there(as_, report, name):
    report.answer("what", ENOUGH, description="Only mine")
    other = as_(name)
    nowhere = str(uuid.uuid4())
    for page in PAGES:
        for method in (other.get, other.post):
            found, missing = method(report.url(page)), method(reverse(page, args=[nowhere]))
            assert found.status_code == missing.status_code
            assert found.status_code in (404, 405)
            assert text_of(found) == text_of(missing)
    assert other.post(report.page("what"), ENOUGH).status_code == 404
    assert other.post(report.url("report_autosave", "what"), {"turn": 1}).status_code == 404
    assert report.draft.sections["what"]["typed"]["description"] == ["Only mine"]


def test_nobody_signed_in_is_sent_to_sign_in(report):
    for page in PAGES:
        assert Client().get(report.url(page)).status_code == 302


# -- its end ------------------------------------------------------------------------------------------


def grown_old(report, days):
    Draft.objects.filter(key=report.key).update(changed_at=timezone.now() - dt.timedelta(days=days))


def test_an_old_draft_is_purged_and_says_so_in_plain_words(report):
    grown_old(report, KEPT_FOR.days + 1)
    before = report.look("what")
    assert purge_drafts() == 1
    for page in (before, report.look("what")):
        assert page.status_code == 404
        assert "deleted seven days after its last change" in text_of(page)
    assert AuditEvent.objects.get(code="incident.draft_purged").detail == {"count": 1}


def test_a_draft_in_its_time_stays(report):
    grown_old(report, KEPT_FOR.days - 1)
    assert purge_drafts() == 0
    assert report.look("what").status_code == 200


def test_words_typed_into_what_is_gone_are_given_back(report):
    grown_old(report, KEPT_FOR.days + 1)
    answered = report.answer("what", ENOUGH, description="An hour of <work>")
    assert answered.status_code == 404
    assert "An hour of &lt;work&gt;" in answered.content.decode()


def test_words_typed_after_it_was_sent_are_given_back_with_the_way_to_add_them(report):
    report.answer("what", ENOUGH)
    incident = report.sent()
    answered = report.answer("what", ENOUGH, description="One thing more")
    assert answered.status_code == 409
    assert "One thing more" in answered.content.decode()
    assert reverse("receipt_add", args=[incident.reference]) in answered.content.decode()
    assert report.look("what")["Location"] == report.url("report_sent")


def test_a_draft_is_deleted_after_asking_once(report):
    report.answer("what", ENOUGH)
    assert "cannot be brought back" in text_of(report.client.get(report.url("report_discard")))
    assert Draft.objects.exists()
    assert report.client.post(report.url("report_discard"))["Location"] == reverse("report")
    assert not Draft.objects.exists()


def test_looking_writes_nothing(report):
    report.answer("what", ENOUGH)
    before = Draft.objects.values().get()
    for page in PAGES:
        report.client.get(report.url(page))
    assert Draft.objects.values().get() == before


# -- sent fifty times at once ------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_sent_fifty_times_at_once_is_one_report_with_one_acknowledgement(cast):
    from esafety.outbox.models import Message

    report = written(sign_in(Client(), cast.teacher), types=["grooming"])
    session = report.client.cookies
    gate = threading.Barrier(50)
    answers: list[tuple[int, str]] = []

    def press() -> None:
        client = Client()
        client.cookies = session
        gate.wait()
        try:
            response = client.post(report.url("report_check"))
            answers.append((response.status_code, response.get("Location", "")))
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [(302, report.url("report_sent"))] * 50
    incident = Incident.objects.get()
    assert (incident.statements.count(), incident.tags.count()) == (1, 1)
    assert AuditEvent.objects.filter(code="incident.reported").count() == 1
    assert Message.objects.filter(notice="incident.received").count() == 1
    assert not Draft.objects.exists()
    assert list(faults()) == []
