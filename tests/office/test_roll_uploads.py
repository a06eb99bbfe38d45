"""The one address that takes a file: what it takes, from whom, and what becomes of everything else."""

from __future__ import annotations

import re
import secrets
import tempfile
import time
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from esafety.office.models import RollImport
from esafety.papers.models import StoredFile
from esafety.papers.receiving.kinds import TEXT_LIST
from tests.cast import Cast, sign_in
from tests.office.filing import SAMPLES

As = Callable[[str], Client]
LIST = b"Surname,Forename\nByrne,Ada\n"


@pytest.fixture(autouse=True)
def watched(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where Django and Python put temporary files: never a byte of anything."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    settings.FILE_UPLOAD_TEMP_DIR = str(folder)
    settings.MEDIA_ROOT = tmp_path / "papers"
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield folder
    assert list(folder.rglob("*")) == []


def kept(settings: Any) -> list[Path]:
    return [one for one in Path(settings.MEDIA_ROOT).rglob("*") if one.is_file()]


def address(client: Client) -> str:
    """The form's own, with its permit."""
    page = client.get(reverse("import_begin")).content.decode()
    return re.findall(r'action="([^"]+permit=[^"]+)"', page)[0].replace("&amp;", "&")


def send(client: Client, content: bytes, name: str = "list.csv", kind: str = "pupils", to: str = "") -> Any:
    file = SimpleUploadedFile(name, content, content_type="text/csv")
    return client.post(to or address(client), {"kind": kind, "file": file})


def test_a_list_is_taken_and_kept_sealed(cast: Cast, as_: As, settings: Any) -> None:
    answer = send(as_("school_admin"), (SAMPLES / "sims_pupils.csv").read_bytes())
    given = RollImport.objects.get()
    assert answer["Location"] == reverse("import_columns", args=[given.reference])
    (file,) = kept(settings)
    assert b"Beaufoy" not in file.read_bytes()
    assert given.file is not None
    assert given.file.size == len((SAMPLES / "sims_pupils.csv").read_bytes())


@pytest.mark.parametrize("name", ["dsl", "teacher", "head", "technician", "parent"])
def test_whoever_keeps_no_roll_gets_no_byte_in(cast: Cast, as_: As, settings: Any, name: str) -> None:
    to = address(as_("school_admin"))
    assert send(as_(name), LIST, to=to).status_code == 403
    assert kept(settings) == []


def test_without_a_permit_or_with_somebody_else_s_no_byte_gets_in(cast: Cast, as_: As, settings: Any) -> None:
    client = as_("school_admin")
    for to in (
        reverse("import_begin"),
        f"{reverse('import_begin')}?permit=forged",
        address(as_("trust_admin")),
        address(client) + "x",
    ):
        assert send(Client(), LIST, to=to).status_code == 302
        answer = send(client, LIST, to=to)
        assert answer.status_code in (403, 422), to
        assert kept(settings) == [], to
    assert not RollImport.objects.exists()


def test_a_permit_ends_after_an_hour(
    cast: Cast, as_: As, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, real = as_("school_admin"), time.time
    with monkeypatch.context() as patch:
        patch.setattr(time, "time", lambda: real() - 3601)
        old = signing.dumps(cast.school_admin.pk, salt="papers.uploads.text_list")
    assert send(client, LIST, to=f"{reverse('import_begin')}?permit={old}").status_code == 422
    assert kept(settings) == []
    fresh = signing.dumps(cast.school_admin.pk, salt="papers.uploads.text_list")
    assert send(client, LIST, to=f"{reverse('import_begin')}?permit={fresh}").status_code == 302


def test_from_another_site_or_without_its_token_nothing_gets_in(cast: Cast, settings: Any) -> None:
    client = sign_in(Client(enforce_csrf_checks=True), cast.school_admin)
    to = address(client)
    file = SimpleUploadedFile("list.csv", LIST)
    for headers in ({"Origin": "https://evil.example"}, {}):
        file.seek(0)
        assert client.post(to, {"kind": "pupils", "file": file}, headers=headers).status_code == 403
    assert StoredFile.objects.count() == 0
    assert kept(settings) == [], "what was sealed on the way is thrown away"


def workbook() -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return made.getvalue()


def bomb() -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", b"\0" * 50_000_000)
    return made.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("list.xlsx", workbook(), "Save the list as CSV"),
        ("list.csv", workbook(), "Excel workbook or a zip archive"),
        ("bomb.zip", bomb(), "must end in .csv"),
        ("bomb.csv", bomb(), "zip archive"),
        ("list.csv", b"\xd0\xcf\x11\xe0" + b"x" * 1000, "Excel workbook or a Word document"),
        ("list.csv", b"%PDF-1.7 and so on", "PDF"),
        ("photo.csv", b"\xff\xd8\xff\xe0" + b"x" * 1000, "picture"),
        ("photo.jpg", b"\xff\xd8\xff\xe0" + b"x" * 1000, "must end in .csv"),
        ("list.csv", b"", "Choose a file|empty"),
        ("list.csv", b"UPN,Surname\n", "nobody in it"),
        ("x" * 300 + ".csv", b"", "Choose a file|empty"),
        ("list.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><CTfile/>', ""),
    ],
)
def test_what_is_no_list_gets_its_sentence(
    cast: Cast, as_: As, settings: Any, name: str, content: bytes, words: str
) -> None:
    answer = send(as_("school_admin"), content, name)
    if not words:  # a document type is found when the file is checked
        assert answer.status_code == 302
        return
    assert answer.status_code == 422
    page = answer.content.decode()
    assert re.search(words, page), page[page.find("error-summary") :][:600]
    assert not RollImport.objects.exists()
    assert not StoredFile.objects.exists()
    assert kept(settings) == []
    assert 'value="pupils" checked' in page, "what was chosen is kept"


def test_two_hundred_megabytes_are_refused_before_memory_or_disk_suffer(
    cast: Cast, as_: As, settings: Any
) -> None:
    client = as_("school_admin")
    to = address(client)
    size = 200 * 1024 * 1024

    class Endless:
        left = size

        def read(self, much: int = -1) -> bytes:
            piece = min(self.left, much if much and much > 0 else 65536)
            self.left -= piece
            return b"x" * piece

        readline = read

    body = Endless()
    tracemalloc.start()
    answer = client.generic("POST", to, b"", content_type="multipart/form-data; boundary=b",
                            **{"wsgi.input": body, "CONTENT_LENGTH": str(size)})  # fmt: skip
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert answer.status_code == 422
    assert "larger than 20 MB" in answer.content.decode()
    assert body.left == 0, "the browser is let finish, so that it shows our answer"
    assert peak < 3_000_000
    assert kept(settings) == []


def test_a_file_a_little_too_large_is_refused_and_leaves_nothing(cast: Cast, as_: As, settings: Any) -> None:
    answer = send(as_("school_admin"), LIST + b"x" * TEXT_LIST.largest)
    assert answer.status_code == 422
    assert "larger than 20 MB" in answer.content.decode()
    assert kept(settings) == []


def test_a_line_that_breaks_leaves_nothing(cast: Cast, as_: As, settings: Any) -> None:
    client = as_("school_admin")
    head = b'--b\r\nContent-Disposition: form-data; name="kind"\r\n\r\npupils\r\n--b\r\n'
    head += b'Content-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n' + LIST * 10_000
    answer = client.generic("POST", address(client), head, content_type="multipart/form-data; boundary=b")
    assert answer.status_code in (302, 422)
    for given in RollImport.objects.all():
        assert given.file is not None
    assert len(kept(settings)) == RollImport.objects.count()


def test_a_second_file_beside_the_first_is_not_taken(cast: Cast, as_: As, settings: Any) -> None:
    files = {
        "file": SimpleUploadedFile("a.csv", LIST),
        "photo": SimpleUploadedFile("b.csv", secrets.token_bytes(99)),
    }
    client = as_("school_admin")
    answer = client.post(address(client), {"kind": "pupils", **files})
    assert answer.status_code == 422
    assert "one file only" in answer.content.decode()
    assert not RollImport.objects.exists()


def test_while_one_is_under_way_the_next_is_refused_with_the_way_on(cast: Cast, as_: As) -> None:
    client = as_("school_admin")
    send(client, LIST)
    answer = send(client, LIST)
    assert answer.status_code == 422
    assert "Finish it or put it aside first" in answer.content.decode()
    assert RollImport.objects.count() == 1
