"""The gate for files: what it takes, from whom, how often, and what reaches the disk."""

from __future__ import annotations

import re
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client

from esafety.papers import actions, cabinet
from esafety.papers.models import ReceivedFile, StoredFile, UploadPermit
from esafety.papers.receiving.kinds import EVIDENCE, SCAN
from esafety.people.models import School, User
from tests.papers.conftest import kept_files, signed_in, trail
from tests.papers.hostile import HONEST, hostile, jpeg, pdf
from tests.papers.scanning import EICAR

pytestmark = pytest.mark.django_db
CANARY = b"canary-9b1f-the-words-of-a-child"
HOSTILE = list(hostile())
SENTENCES = (
    "not taken here", "shorter name", "not whole", "more than it seems", "This PDF", "not written as UTF-8",
    "The document", "The file is", "The file’s name says", "What is in the file", "far larger", "is empty",
    "Choose a file", "no email message",
)  # fmt: skip


@pytest.fixture(autouse=True)
def watched(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where Django and Python put temporary files: never a byte of anything."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    settings.FILE_UPLOAD_TEMP_DIR = str(folder)
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield folder
    assert list(folder.rglob("*")) == []


def send(client: Client, to: str, content: bytes, name: str = "scan.pdf", **more: Any) -> Any:
    file = SimpleUploadedFile("x", content)
    vars(file)["_name"] = name  # past the shortening of names that the class does
    return client.post(to, {"promise": "on", "file": file, **more})


def scan_form(client: Client) -> str:
    page = client.get("/scan/").content.decode()
    return re.findall(r'action="([^"]+permit=[^"]+)"', page)[0].replace("&amp;", "&")


def evidence_form(school: School, by: User) -> str:
    return f"/evidence/{school.pk}/?permit={actions.allow_upload(accepts=EVIDENCE, about=school, by=by)}"


@pytest.mark.parametrize("name", HONEST)
def test_what_is_what_it_says_is_taken_and_known_by_its_content(
    school: School, dsl: User, settings: Any, name: str
) -> None:
    answer = send(signed_in(dsl), evidence_form(school, dsl), HONEST[name], name)
    assert answer.status_code == 200, answer.content.decode()[-3000:]
    received = ReceivedFile.objects.get()
    assert received.name == name
    assert b"".join(cabinet.read(received.file)) == HONEST[name]
    assert received.sort.suffix in {name.rpartition(".")[2].lower(), "png" if "wrongly" in name else "pdf"}
    assert len(kept_files(settings)) == 1


def test_there_are_sixty_tricks() -> None:
    assert len(HOSTILE) >= 60
    assert len({(name, content) for name, content in HOSTILE}) == len(HOSTILE)


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_a_hostile_file_is_refused_with_a_sentence_or_stays_closed(
    school: School, dsl: User, settings: Any, number: int
) -> None:
    settings.CLAMAV_ADDRESS = "/nowhere/clamd.ctl"
    name, content = HOSTILE[number]
    answer = send(signed_in(dsl), evidence_form(school, dsl), content, name)
    if EICAR in content:  # nothing but the scanner can know: it waits for it (test_gate_scanner.py)
        assert ReceivedFile.objects.get().verdict == "waiting"
        return
    assert answer.status_code == 422, (name, content[:40])
    page = answer.content.decode()
    assert re.search("|".join(SENTENCES), page[page.find("error-summary") :]), page[-2000:]
    assert kept_files(settings) == []
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize("name", ["letter.docx", "photo.heic", "notes.txt", "clip.mp4"])
def test_the_office_s_plain_paper_is_a_pdf_or_a_photograph_only(
    school: School, dsl: User, settings: Any, name: str
) -> None:
    client = signed_in(dsl)
    answer = send(client, scan_form(client), HONEST[name], name)
    assert answer.status_code == 422
    assert "Send a PDF, or a photograph as JPEG or PNG" in answer.content.decode()
    assert kept_files(settings) == []


def test_a_scan_is_taken_with_its_promise_and_not_without(school: School, dsl: User, settings: Any) -> None:
    client = signed_in(dsl)
    answer = send(client, scan_form(client), pdf(), promise="")
    assert answer.status_code == 422
    assert "Tick the box once you have looked at the file" in answer.content.decode()
    assert kept_files(settings) == [], "what was sealed on the way is thrown away"
    assert send(client, scan_form(client), pdf()).status_code == 200


def test_no_byte_of_it_stands_on_the_disk_in_clear(
    school: School, dsl: User, settings: Any, tmp_path: Path
) -> None:
    for number in range(20):
        content = HONEST["notes.txt"] + CANARY + str(number).encode()
        assert send(signed_in(dsl), evidence_form(school, dsl), content, "notes.txt").status_code == 200
    found = [path for path in tmp_path.rglob("*") if path.is_file() and CANARY in path.read_bytes()]
    assert (len(kept_files(settings)), found) == (20, [])
    assert len(set(StoredFile.objects.values_list("sha256", flat=True))) == 20


def test_a_permit_takes_one_file(school: School, dsl: User, settings: Any) -> None:
    client, to = signed_in(dsl), evidence_form(school, dsl)
    assert send(client, to, jpeg(), "a.jpg").status_code == 200
    assert send(client, to, jpeg(), "b.jpg").status_code == 422
    assert ReceivedFile.objects.count() == len(kept_files(settings)) == 1


def test_a_refused_file_does_not_use_the_permit_up(school: School, dsl: User) -> None:
    client, to = signed_in(dsl), evidence_form(school, dsl)
    assert send(client, to, b"MZ" * 900, "a.jpg").status_code == 422
    assert send(client, to, jpeg(), "a.jpg", promise="").status_code == 422
    assert send(client, to, jpeg(), "a.jpg").status_code == 200


def test_a_permit_is_for_one_account_one_record_and_an_hour(
    school: School, dsl: User, head: User, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = School.objects.create(name="Elsewhere Primary")
    to = evidence_form(school, dsl)
    assert send(signed_in(head), to, jpeg(), "a.jpg").status_code == 422, "somebody else's"
    elsewhere = to.replace(f"/{school.pk}/", f"/{other.pk}/")
    assert send(signed_in(dsl), elsewhere, jpeg(), "a.jpg").status_code == 422, "another record's"
    assert send(signed_in(dsl), to + "x", jpeg(), "a.jpg").status_code == 422, "made up"
    assert send(signed_in(dsl), f"/evidence/{school.pk}/", jpeg(), "a.jpg").status_code == 422, "none"
    scan = actions.allow_upload(accepts=SCAN, about=school, by=dsl)
    other_use = f"/evidence/{school.pk}/?permit={scan}"
    assert send(signed_in(dsl), other_use, jpeg(), "a.jpg").status_code == 422, "another use's"
    UploadPermit.objects.update(expires_at="2026-01-01T00:00Z")
    assert send(signed_in(dsl), to, jpeg(), "a.jpg").status_code == 422, "over"
    assert kept_files(settings) == []
    assert UploadPermit.objects.filter(used_at__isnull=False).count() == 0


@pytest.mark.django_db(transaction=True)
def test_of_eight_at_once_with_one_permit_one_gets_in(school: School, dsl: User, settings: Any) -> None:
    to = evidence_form(school, dsl)
    clients = [signed_in(dsl) for _ in range(8)]

    def one(client: Client) -> int:
        try:
            return int(send(client, to, jpeg(), "a.jpg").status_code)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        codes = sorted(pool.map(one, clients))
    assert codes == [200] + [422] * 7
    assert ReceivedFile.objects.count() == len(kept_files(settings)) == 1


def test_without_the_page_s_own_token_nothing_gets_in(school: School, dsl: User, settings: Any) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(dsl)
    assert send(client, scan_form(client), pdf()).status_code == 403
    assert kept_files(settings) == []


@pytest.mark.parametrize(("use", "limit"), [("scan", SCAN.largest), ("evidence", EVIDENCE.largest)])
def test_each_use_has_its_own_limit(school: School, dsl: User, settings: Any, use: str, limit: int) -> None:
    client = signed_in(dsl)
    to = scan_form(client) if use == "scan" else evidence_form(school, dsl)
    for over in (10, 100_000):
        answer = send(client, to, pdf() + b"%" * (limit - len(pdf()) + over))
        assert answer.status_code == 422
        assert f"larger than {limit // 1024 // 1024} MB" in answer.content.decode()
        assert kept_files(settings) == []


def test_a_file_is_judged_before_a_byte_of_it_is_written(
    school: School, dsl: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    began: list[int] = []
    real = cabinet.Arriving.__init__

    def watching(self: Any) -> None:
        began.append(1)
        real(self)

    monkeypatch.setattr(cabinet.Arriving, "__init__", watching)
    send(signed_in(dsl), evidence_form(school, dsl), b"MZ" * 9000, "a.jpg")
    assert began == []
    send(signed_in(dsl), evidence_form(school, dsl), jpeg(), "a.jpg")
    assert began == [1]


def test_leave_is_written_in_the_trail(school: School, dsl: User) -> None:
    actions.allow_upload(accepts=EVIDENCE, about=school, by=dsl)
    assert trail(school) == ["upload.allowed"]


def test_a_hostile_file_costs_no_time(school: School, dsl: User) -> None:
    bomb = next(content for name, content in HOSTILE if name == "letter.docx" and len(content) > 50_000)
    started = time.monotonic()
    send(signed_in(dsl), evidence_form(school, dsl), bomb, "letter.docx")
    assert time.monotonic() - started < 5
