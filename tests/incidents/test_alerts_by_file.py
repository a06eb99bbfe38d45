"""Alerts from a file: good lines are taken, bad ones are named, twice is harmless, nothing is kept of the file."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from incidents.alerts.csv_file import read_file
from incidents.alerts.incoming import Unreadable
from incidents.models import Alert
from incidents.vocabulary.watching import Severity
from tests.cast import Cast
from tests.incidents.alerting import a_source

As = Callable[[str], Client]
HEAD = "Alert ID,Time,User,Device,URL,Category,Severity,Screenshot\n"
GOOD = (
    "1,27/11/2026 13:05,zoe.haddad,LAP-0042,nasty.example,Self harm,Danger,yes\n"
    "2,2026-11-27 13:06:07,marcus.bright,LAP-0043,games.example,Gaming,Advisory,no\n"
)


def bring(client: Client, path: str, content: bytes | str, name: str = "alerts.csv") -> Any:
    page = client.get(path).content.decode()
    found = re.search(r'action="([^"]*permit=[^"]*)"', page)
    assert found is not None
    body = content.encode() if isinstance(content, str) else content
    return client.post(found[1].replace("&amp;", "&"), {"file": SimpleUploadedFile(name, body)}, follow=True)


@pytest.fixture
def path(cast: Cast) -> str:
    return f"{a_source(cast).get_absolute_url()}file/"


def files() -> set[Path]:
    return set(Path(django_settings.MEDIA_ROOT).glob("??/*"))


def test_a_file_is_taken_in_and_sent_again_it_is_there_once(cast: Cast, as_: As, path: str) -> None:
    client, before = as_("co_ordinator"), files()
    answer = bring(client, path, HEAD + GOOD)
    assert "2 alerts taken in." in answer.content.decode()
    zoe = Alert.objects.get(external_id="1")
    assert (zoe.person, zoe.severity, zoe.capture) == (cast.pupil, Severity.HIGH, True)
    assert "0 alerts taken in, 2 there already." in bring(client, path, HEAD + GOOD).content.decode()
    assert Alert.objects.count() == 2
    assert files() == before, "the file itself is not kept"


def test_bad_lines_are_named_and_the_good_ones_are_taken(cast: Cast, as_: As, path: str) -> None:
    bad = "3,never,x,,y,,,\n4,27/11/2026 13:05,,,,,,\n5,27/11/2026 13:05,x,,y,,,,,one too many\n"
    answer = bring(as_("dsl"), path, HEAD + GOOD + bad)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "3 lines could not be read" in page
    assert "Line 4: The time cannot be read" in page
    assert "Line 5: It says neither who nor what" in page
    assert "Line 6: It has more cells than the first line" in page
    assert "2 alerts taken in" in page
    assert Alert.objects.count() == 2


def test_without_numbers_the_same_line_is_known_by_what_it_says(cast: Cast, as_: As, path: str) -> None:
    lines = "Date and time;Username;Search term\n27/11/2026 13:05;zoe.haddad;how to hide\n"
    for _ in range(2):
        bring(as_("dsl"), path, lines.encode("cp1252"))
    assert Alert.objects.get().external_id.startswith("sha256:")


@pytest.mark.parametrize(
    "content,says",
    [
        ("\n", "first line must name the columns"),
        ("Name,Age\nx,1\n", "first line must name the columns"),
        (b"Time,User\n\x00\x00", "no text"),
        ('Time,User\n27/11/2026 13:05,"' + "x" * 200_000, "never ends, or is too long"),
        (b"PK\x03\x04 workbook", "Excel workbook"),
    ],
)
def test_a_file_that_is_none_is_refused_in_words(
    cast: Cast, as_: As, path: str, content: bytes | str, says: str
) -> None:
    answer = bring(as_("dsl"), path, content)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not Alert.objects.exists()


def test_no_file_and_a_picture_get_their_sentence(cast: Cast, as_: As, path: str) -> None:
    assert "Choose a file" in as_("dsl").post(path).content.decode()
    assert "must end in .csv" in bring(as_("dsl"), path, b"\xff\xd8\xff", "capture.jpg").content.decode()


def test_a_file_in_utf_16_and_one_with_a_mark_in_front_are_read() -> None:
    for encoding in ("utf-16", "utf-8-sig", "cp1252"):
        (alert,) = read_file([("Time,User\n27/11/2026 13:05,Zoë\n").encode(encoding)]).alerts
        assert alert.user == "Zoë"


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_break_the_reading_of_a_file(content: bytes) -> None:
    try:
        read = read_file([b"Time,User,URL\n" + content])
    except Unreadable:
        return
    assert all("\x00" not in f"{one.user}{one.content}" for one in read.alerts)
