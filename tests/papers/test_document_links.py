"""A copy for the authority's officer: mail alone opens nothing, looking counts for nothing."""

from __future__ import annotations

import datetime as dt
import re
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from unittest import mock

import pytest
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.utils import timezone

from esafety.audit.models import AuditEvent
from esafety.papers import handover, keys, passphrases
from esafety.papers.actions import Sent, close_link, send_document
from esafety.papers.actions.close_link import AlreadyClosed
from esafety.papers.models import DocumentLink, Paper, StoredFile
from esafety.papers.purging import purge
from esafety.papers.queries import links_about, told
from esafety.people.models import ExternalContact, School, User
from esafety.walls import every_school
from tests.papers.conftest import body, end_post, kept_files, member, read_pdf, run, text_of, trail
from tests.papers.posters import CANARY, POSTER

pytestmark = pytest.mark.django_db
WRONG = "one wrong guess more"


def enter(sent: Sent, passphrase: str = "", client: Client | None = None) -> Any:
    return (client or Client()).post(sent.link.path, {"passphrase": passphrase or sent.passphrase})


def ticket_in(response: Any) -> str:
    return re.findall(r'name="ticket" value="([^"]+)"', response.content.decode())[0]


def press(sent: Sent, what: str, ticket: str) -> Any:
    return Client().post(f"{sent.link.path}{what}/", {"ticket": ticket})


def download(sent: Sent) -> Any:
    return press(sent, "download", ticket_in(enter(sent)))


def link() -> DocumentLink:
    return DocumentLink.objects.get()


def missing() -> bytes:
    answer = Client().get("/papers/document/" + "A" * 43 + "/")
    assert answer.status_code == 404
    return answer.content


def test_the_whole_way(sent: Sent, school: School) -> None:
    first = Client().get(sent.link.path)
    assert "Marsh Lane Primary has sent you a document" in first.content.decode()
    unlocked = enter(sent, sent.passphrase.upper().replace(" ", "-"))
    assert "3 more times" in unlocked.content.decode()
    answer = press(sent, "download", ticket_in(unlocked))
    assert answer["Content-Disposition"].startswith("attachment")
    text = " ".join(text_of(read_pdf(answer)).split())
    assert CANARY in text
    assert "Copy for County desk, sent by Ada Byrne" in text
    assert sent.link.reference in text
    confirmed = press(sent, "received", ticket_in(unlocked))
    assert "You have confirmed" in confirmed.content.decode()
    now = link()
    assert now.opens == 1
    assert now.opened_at is not None
    assert now.acknowledged_at is not None
    assert trail(school)[-3:] == ["document.unlocked", "document.opened", "document.acknowledged"]
    said = " ".join(told(links_about(school)[0]))
    assert "Sent by Ada Byrne to County desk" in said
    assert "1 of 3 downloads used" in said
    assert "Receipt confirmed" in said


def test_what_is_kept_opens_nothing(sent: Sent) -> None:
    """Neither the token nor the passphrase is in any table or file."""
    with connection.cursor() as cursor:
        dump = ""
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            dump += repr(cursor.fetchall())
    assert sent.link.token not in dump
    assert sent.passphrase not in dump
    assert len(sent.link.token) == 43


def test_a_scanner_that_opens_the_link_fifty_times_uses_nothing_up(sent: Sent) -> None:
    scanner = Client()
    before = AuditEvent.objects.count()
    for _ in range(50):
        assert scanner.get(sent.link.path).status_code == 200
    scanner.head(sent.link.path)
    scanner.options(sent.link.path)
    assert scanner.get(f"{sent.link.path}download/").status_code == 405
    assert (link().opens, link().tries) == (0, 0)
    assert AuditEvent.objects.count() == before


def test_the_form_sent_empty_uses_nothing_up(sent: Sent) -> None:
    assert Client().post(sent.link.path, {}).status_code == 422
    assert link().tries == 0


def test_a_forwarded_link_gives_nothing_without_the_passphrase(sent: Sent) -> None:
    enter(sent)
    elsewhere = Client()
    assert CANARY not in elsewhere.get(sent.link.path).content.decode()
    for ticket in ("", "x", "ImZvcmdlZCI:1abc:def"):
        assert press(sent, "download", ticket).status_code == 302
        assert press(sent, "received", ticket).status_code == 302
    assert link().opens == 0
    assert link().acknowledged_at is None


def test_a_ticket_is_for_one_link_and_a_quarter_of_an_hour(
    sent: Sent, school: School, officer: ExternalContact, dsl: User
) -> None:
    other = send_document(POSTER, about=school, contact=officer, by=dsl)
    run(other.link.paper)
    ticket = ticket_in(enter(sent))
    assert press(other, "download", ticket).status_code == 302
    old = _aged(ticket, handover.TICKET_SECONDS + 5)
    assert handover.admits(old, sent.link) is False
    assert handover.admits(_aged(ticket, 60), sent.link) is True


def _aged(ticket: str, seconds: int) -> str:
    """The same ticket, given so many seconds earlier."""
    with mock.patch.object(time, "time", return_value=time.time() - seconds):
        return signing.dumps(signing.loads(ticket, salt=handover._SALT), salt=handover._SALT)


def test_three_downloads_and_no_more(sent: Sent) -> None:
    ticket = ticket_in(enter(sent))
    for _ in range(3):
        assert body(press(sent, "download", ticket)).startswith(b"%PDF")
    assert press(sent, "download", ticket).status_code == 404
    assert Client().get(sent.link.path).content == missing()
    assert "You have confirmed" in press(sent, "received", ticket).content.decode()
    assert "All downloads used" in " ".join(told(link()))


def test_five_wrong_passphrases_close_it_for_good(sent: Sent, school: School) -> None:
    for left in (4, 3, 2, 1):
        answer = enter(sent, WRONG)
        assert answer.status_code == 422
        assert ("one more try" if left == 1 else f"{left} more tries") in answer.content.decode()
    assert enter(sent, WRONG).content == missing()
    assert enter(sent).content == missing()
    assert link().closed_because == "tries"
    assert trail(school).count("document.refused") == 5
    assert "Closed after too many wrong passphrases" in " ".join(told(link()))


def test_a_right_passphrase_gives_no_wrong_try_back(sent: Sent) -> None:
    for _ in range(3):
        enter(sent, WRONG)
        enter(sent)
    assert link().tries == 3


def test_expired_closed_used_and_unknown_are_the_same(sent: Sent, dsl: User) -> None:
    DocumentLink.objects.update(expires_at=timezone.now())
    DocumentLink.objects.update(created_at=timezone.now() - dt.timedelta(days=7))
    assert Client().get(sent.link.path).content == missing()
    assert enter(sent).content == missing()
    DocumentLink.objects.update(expires_at=timezone.now() + dt.timedelta(days=1))
    assert Client().get(sent.link.path).status_code == 200
    close_link(link(), by=dsl, reason="Wrong officer")
    assert Client().get(sent.link.path).content == missing()
    assert press(sent, "download", "x").content == missing()
    assert press(sent, "received", "x").content == missing()
    for other in (
        sent.link.token[:-1],
        sent.link.token[::-1],
        sent.link.token + "A",
        sent.link.token.swapcase(),
        "é",
    ):
        assert Client().get(f"/papers/document/{other}/").content == missing()


@pytest.mark.django_db(transaction=True)
def test_closing_destroys_the_copy_and_says_so_once(
    sent: Sent, dsl: User, school: School, settings: Any
) -> None:
    close_link(sent.link, by=dsl, reason="Wrong officer")
    assert kept_files(settings) == []
    assert StoredFile.objects.get().sha256
    with pytest.raises(AlreadyClosed):
        close_link(sent.link, by=dsl, reason="Again")
    assert trail(school).count("document.closed") == 1
    assert "Closed by the school" in " ".join(told(link()))


@pytest.mark.django_db(transaction=True)
def test_after_seven_days_the_copy_is_destroyed(sent: Sent, settings: Any) -> None:
    assert link().expires_at - link().created_at >= dt.timedelta(days=6, hours=23)
    assert purge() == 0
    Paper.objects.update(expires_at=timezone.now())
    assert purge() == 1
    assert kept_files(settings) == []


def test_a_copy_still_being_made_uses_nothing_up(school: School, officer: ExternalContact, dsl: User) -> None:
    fresh = send_document(POSTER, about=school, contact=officer, by=dsl)
    answer = download(fresh)
    assert "still being prepared" in answer.content.decode()
    assert link().opens == 0
    run(fresh.link.paper)
    assert body(download(fresh)).startswith(b"%PDF")


def test_a_sender_whose_right_ended_sends_nothing(
    school: School, officer: ExternalContact, dsl: User, settings: Any
) -> None:
    fresh = send_document(POSTER, about=school, contact=officer, by=dsl)
    end_post(dsl)
    run(fresh.link.paper)
    assert kept_files(settings) == []
    assert Client().get(fresh.link.path).content == missing()
    assert "could not be prepared" in " ".join(told(link()))


def test_a_link_closed_before_its_copy_was_made_gets_none(
    school: School, officer: ExternalContact, dsl: User, settings: Any
) -> None:
    fresh = send_document(POSTER, about=school, contact=officer, by=dsl)
    close_link(fresh.link, by=dsl, reason="Mistake")
    run(fresh.link.paper)
    assert kept_files(settings) == []


def test_only_who_may_sends_and_only_to_a_contact_of_the_school(
    school: School, officer: ExternalContact, dsl: User
) -> None:
    elsewhere = School.objects.create(name="Hill Top")
    stranger = ExternalContact.objects.create(school=elsewhere, kind="lado", name="Other desk")
    with pytest.raises(PermissionDenied):
        send_document(POSTER, about=school, contact=stranger, by=dsl)
    outsider = member(elsewhere, "dsl", "dsl@hill.example", "Hal")  # type: ignore[arg-type]
    with pytest.raises(PermissionDenied):
        send_document(POSTER, about=school, contact=officer, by=outsider)
    assert not DocumentLink.objects.exists()


def test_the_copy_is_not_among_the_senders_own_papers(sent: Sent, dsl: User) -> None:
    client = Client()
    client.force_login(dsl)
    assert client.get(f"/papers/{sent.link.reference}/").status_code == 404


def test_an_address_that_tries_too_often_is_slowed_down(sent: Sent) -> None:
    answers = [
        Client().post("/papers/document/" + "B" * 43 + "/", {"passphrase": "a b c d"}) for _ in range(21)
    ]
    assert [answer.status_code for answer in answers] == [404] * 20 + [429]
    assert "Wait ten minutes" in answers[-1].content.decode()
    assert enter(sent).status_code == 429
    assert link().tries == 0


@pytest.mark.django_db(transaction=True)
def test_guesses_at_once_cannot_outrun_the_count(sent: Sent) -> None:
    @every_school("a test's own thread")
    def guess(number: int) -> bool:
        try:
            return handover.unlock(DocumentLink.objects.get(pk=sent.link.pk), WRONG)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as crowd:
        assert not any(crowd.map(guess, range(40)))
    assert (link().tries, link().closed_because) == (5, "tries")
    assert AuditEvent.objects.filter(code="document.refused").count() == 5


@pytest.mark.django_db(transaction=True)
def test_downloads_at_once_cannot_outrun_the_count(sent: Sent) -> None:
    def fetch(number: int) -> bool:
        try:
            return handover.hand_over(DocumentLink.objects.with_token(sent.link.token)) is not None  # type: ignore[arg-type]
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as crowd:
        assert sum(crowd.map(fetch, range(20))) == 3
    assert link().opens == 3


def test_the_passphrase_is_four_of_many_plain_words() -> None:
    words = passphrases.words()
    assert len(words) == len(set(words)) >= 2048
    assert all(re.fullmatch("[a-z]{3,11}", word) for word in words)
    drawn = [passphrases.draw() for _ in range(200)]
    assert len(set(drawn)) == 200
    assert all(passphrases.plain(phrase) == phrase and len(phrase.split()) == 4 for phrase in drawn)


def test_a_link_sent_before_the_key_changed_still_opens(sent: Sent, settings: Any) -> None:
    path, settings.FILES_KEY = sent.link.path, "second " * 8
    assert Client().get(path).status_code == 200
    assert keys.present_key_id() != link().key_id
