"""No page takes a file, and no byte of one reaches the disk."""

from __future__ import annotations

import re
import secrets
import tempfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from esafety.people.models import User
from tests.papers.conftest import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.either_engine]
FOUR_MEGABYTES = 4 * 1024 * 1024


@pytest.fixture
def watched(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where Django and Python put temporary files."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    settings.FILE_UPLOAD_TEMP_DIR = str(folder)
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def addresses(patterns: Any = None, before: str = "/") -> list[str]:
    found = []
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        here = before + str(pattern.pattern).lstrip("^").rstrip("$")
        if isinstance(pattern, URLResolver):
            found += addresses(pattern.url_patterns, here)
        elif isinstance(pattern, URLPattern):
            found.append(_filled(here))
    return found


def _filled(route: str) -> str:
    return re.sub(r"<[^>]+>|\(\?P<[^>]+>[^)]*\)", "1", route).replace("\\", "")


def a_file(size: int = FOUR_MEGABYTES) -> SimpleUploadedFile:
    return SimpleUploadedFile("photo.jpg", secrets.token_bytes(size), content_type="image/jpeg")


def test_four_megabytes_to_every_address_leave_no_byte(watched: Path, dsl: User, settings: Any) -> None:
    asked = addresses()
    assert len(asked) > 15
    stories = (a_file(), SimpleUploadedFile("photo.jpg", b"x" * 100))
    for check in (False, True):
        client = Client(enforce_csrf_checks=check, raise_request_exception=False)
        client.force_login(dsl)
        for address in asked:
            for file in stories:
                file.seek(0)
                answer = client.post(address, {"story": "typed", "file": file})
                assert answer.status_code < 500 or not address.startswith(("/papers/", "/form/")), address
                assert list(watched.rglob("*")) == [], address
    assert not Path(settings.MEDIA_ROOT).exists()


def test_djangos_own_handlers_would_have_written_it(watched: Path, dsl: User, settings: Any) -> None:
    """The watch above does see: without our handler the file is there while the view runs."""
    from django.core.files import uploadhandler

    settings.FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
    seen: list[Path] = []
    real = uploadhandler.TemporaryFileUploadHandler.file_complete

    def watching(self: Any, size: int) -> Any:
        seen.extend(watched.rglob("*"))
        return real(self, size)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(uploadhandler.TemporaryFileUploadHandler, "file_complete", watching)
        signed_in(dsl).post("/form/", {"file": a_file()})
    assert seen


def test_a_refused_file_is_answered_with_what_to_do_instead(dsl: User) -> None:
    answer = signed_in(dsl).post("/form/", {"story": "typed", "file": a_file(10)})
    assert answer.status_code == 400
    page = answer.content.decode()
    assert "Files are not taken here" in page
    assert "Do not open, copy, print, send or delete it" in page
    assert "Write in words what it is" in page


def test_other_requests_that_make_no_sense_are_answered_as_before(dsl: User, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 3
    answer = signed_in(dsl).post("/form/", {"story": ["typed"] * 4})
    assert answer.status_code == 400
    assert "We could not read that request" in answer.content.decode()


@pytest.mark.parametrize(
    "disposition",
    [
        'form-data; name="story"; filename="a.jpg"',
        "form-data; name=\"story\"; filename*=UTF-8''a.jpg",
        'form-data; name="story"; filename="..\\\\..\\\\a.jpg"',
        'form-data; name="file"; filename="a.jpg"\r\nContent-Transfer-Encoding: base64',
    ],
)
def test_no_way_of_naming_a_file_gets_it_in(disposition: str, dsl: User, watched: Path) -> None:
    head = f"--b\r\nContent-Disposition: {disposition}\r\nContent-Type: image/jpeg\r\n\r\n"
    raw = f"{head}AAAA\r\n--b--\r\n".encode()
    answer = signed_in(dsl).generic("POST", "/form/", raw, content_type="multipart/form-data; boundary=b")
    assert answer.status_code == 400
    assert list(watched.rglob("*")) == []


def test_a_form_without_a_file_goes_through(dsl: User) -> None:
    assert signed_in(dsl).post("/form/", {"story": "typed"}).content == b"typed"
    raw = (
        b'--b\r\nContent-Disposition: form-data; name="story"\r\n\r\ntyped\r\n'
        b'--b\r\nContent-Disposition: form-data; name="file"; filename=""\r\n\r\n\r\n--b--\r\n'
    )
    answer = signed_in(dsl).generic("POST", "/form/", raw, content_type="multipart/form-data; boundary=b")
    assert (answer.status_code, answer.content) == (200, b"typed")
