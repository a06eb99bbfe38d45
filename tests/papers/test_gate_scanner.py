"""Quarantine: what a real ClamAV daemon says, and what happens while it is away."""

from __future__ import annotations

from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from esafety.access.refusals import NotNow
from esafety.outbox.patience import NotDone
from esafety.papers import actions, tasks
from esafety.papers.models import ReceivedFile
from esafety.papers.receiving import opening, scanner
from esafety.people.models import School, User
from tests.papers.conftest import body, signed_in, trail
from tests.papers.hostile import HONEST
from tests.papers.scanning import EICAR, a_scanner
from tests.papers.test_gate import evidence_form, send

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def clamd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with a_scanner(tmp_path_factory.mktemp("clamd")) as address:
        yield address


def sent(school: School, by: User, content: bytes, name: str = "notes.txt") -> ReceivedFile:
    answer = send(signed_in(by), evidence_form(school, by), content, name)
    assert answer.status_code == 200, answer.content.decode()[-2000:]
    received: ReceivedFile = ReceivedFile.objects.get(reference=answer.content.decode())
    return received


def looked_at(received: ReceivedFile) -> ReceivedFile:
    """What the relay does."""
    tasks.scan(received.pk)
    received.refresh_from_db()
    return received


def is_closed(received: ReceivedFile) -> str:
    with pytest.raises(NotNow) as why:
        opening.hand_out(received, stem="x")
    return str(why.value)


def test_a_clean_file_is_closed_until_the_scanner_has_said_so(
    school: School, dsl: User, settings: Any, clamd: str
) -> None:
    settings.CLAMAV_ADDRESS = clamd
    received = sent(school, dsl, HONEST["notes.txt"])
    assert "has not looked at this file yet" in is_closed(received)
    assert looked_at(received).verdict == "clean"
    answer = opening.hand_out(received, stem="evidence-1")
    assert body(answer) == HONEST["notes.txt"]
    assert answer["Content-Disposition"] == 'attachment; filename="evidence-1.txt"'
    assert (answer["X-Content-Type-Options"], answer["Content-Type"]) == (
        "nosniff",
        "application/octet-stream",
    )
    assert "sandbox" in answer["Content-Security-Policy"]
    assert trail(school) == ["upload.allowed", "upload.clean"]


@pytest.mark.parametrize("content", [EICAR])
def test_the_test_virus_is_found_and_the_file_stays_closed(
    school: School, dsl: User, settings: Any, clamd: str, content: bytes
) -> None:
    settings.CLAMAV_ADDRESS = clamd
    received = looked_at(sent(school, dsl, content))
    assert (received.verdict, received.found) == ("infected", "Test.Eicar.UNOFFICIAL")
    assert "A virus was found" in is_closed(received)
    assert trail(school)[-1] == "upload.infected"


def test_the_test_virus_inside_a_message_is_found_too(
    school: School, dsl: User, settings: Any, clamd: str
) -> None:
    settings.CLAMAV_ADDRESS = clamd
    whole = EmailMessage()
    whole["From"], whole["To"], whole["Subject"] = "a@school.example", "b@school.example", "Look"
    whole.set_content("See what came.")
    whole.add_attachment(EICAR, maintype="application", subtype="octet-stream", filename="x.com")
    assert looked_at(sent(school, dsl, bytes(whole), "message.eml")).verdict == "infected"


def test_while_the_scanner_is_away_files_wait_and_nothing_opens(
    school: School, dsl: User, settings: Any, tmp_path: Path
) -> None:
    settings.CLAMAV_ADDRESS = str(tmp_path / "scanner" / "clamd.ctl")
    received = sent(school, dsl, EICAR)
    for _ in range(30):
        with pytest.raises(NotDone):
            tasks.scan(received.pk)
        ReceivedFile.objects.update(due_at=timezone.now())
    received.refresh_from_db()
    assert (received.verdict, received.state, received.outages) == ("waiting", "owed", 30)
    assert "has not looked at this file yet" in is_closed(received)
    with a_scanner(tmp_path / "scanner"):
        assert looked_at(received).verdict == "infected"


def test_a_scanner_that_answers_nonsense_or_too_small_opens_nothing(
    school: School, dsl: User, settings: Any, tmp_path: Path
) -> None:
    with a_scanner(tmp_path / "small", largest="1K") as address:
        settings.CLAMAV_ADDRESS = address
        received = sent(school, dsl, HONEST["notes.txt"] * 200)
        with pytest.raises(NotDone, match=r"scanner: (too large for it|no plain answer|\w+Error)"):
            tasks.scan(received.pk)
    assert "has not looked" in is_closed(received)


def test_over_tcp_as_well(settings: Any, tmp_path: Path) -> None:
    import socket

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with a_scanner(tmp_path / "tcp", port=port):
        settings.CLAMAV_ADDRESS = f"127.0.0.1:{port}"
        assert scanner.scan([EICAR[:30], EICAR[30:]]) == "Test.Eicar.UNOFFICIAL"
        assert scanner.scan([b"harmless" * 20_000] * 10) == ""


def test_without_a_scanner_files_are_not_checked_and_looked_at_once_there_is_one(
    school: School, dsl: User, settings: Any, clamd: str
) -> None:
    received = sent(school, dsl, EICAR)
    assert received.verdict == "unscanned"
    assert opening.needs_confirming(received)
    tasks.scan_what_was_left()
    received.refresh_from_db()
    assert received.verdict == "unscanned", "there is still none"
    settings.CLAMAV_ADDRESS = clamd
    tasks.scan_what_was_left()
    assert looked_at(received).verdict == "infected"


def test_what_may_be_illegal_is_closed_for_good_and_said_once(school: School, dsl: User) -> None:
    received = sent(school, dsl, HONEST["notes.txt"])
    for _ in range(2):
        actions.set_aside(received=received, by=dsl)
    assert "may be illegal" in is_closed(received)
    assert trail(school).count("upload.set_aside") == 1


def test_a_file_that_was_altered_on_the_disk_is_not_handed_out(
    school: School, dsl: User, settings: Any
) -> None:
    received = sent(school, dsl, HONEST["notes.txt"])
    (place,) = (path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())
    raw = bytearray(place.read_bytes())
    raw[100] ^= 1
    place.write_bytes(raw)
    assert "is damaged" in is_closed(received)
