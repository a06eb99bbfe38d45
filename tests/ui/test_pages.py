"""Pages as they arrive, before any script: frame, errors, headers."""

from __future__ import annotations

import html
import re
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from email.message import Message

import pytest


def fetch(url: str, data: Mapping[str, str] | None = None, **headers: str) -> tuple[int, str, Message]:
    """Status, text and headers, whatever the status is."""
    body = urllib.parse.urlencode(data).encode() if data is not None else None
    request = urllib.request.Request(
        url, body, {name.replace("_", "-"): value for name, value in headers.items()}
    )
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, answer.read().decode(), answer.headers
    except urllib.error.HTTPError as answer:
        return answer.code, answer.read().decode(), answer.headers


@pytest.mark.parametrize(
    "path, status", [("/", 200), ("/nope", 404), ("/broken/", 500), ("/database-down/", 503)]
)
def test_no_answer_is_kept_in_a_cache(gallery: str, path: str, status: int) -> None:
    code, _, headers = fetch(gallery + path)
    assert code == status
    assert headers["Cache-Control"] == "no-store"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert "publickey-credentials-get=(self)" in headers["Permissions-Policy"]


def test_missing_is_the_same_page_for_every_address_and_everybody(gallery: str) -> None:
    pages = {
        fetch(gallery + path)[1]
        for path in ("/nope", "/concerns/7F3K-92QX/", "/nope?anonymous=1", "/%F0%9F%98%80")
    }
    assert len(pages) == 1
    assert '<h1 class="govuk-heading-l">Page not found</h1>' in pages.pop()


def test_a_mistake_shows_no_trace_of_the_program(gallery: str) -> None:
    _, page, _ = fetch(gallery + "/broken/")
    assert "Sorry, something went wrong" in page
    assert "words of a mistake" not in page
    assert "Traceback" not in page


STORY = "She said: <b>“they keep writing”</b>\nand cried. 😢 שלום"


@pytest.mark.parametrize("path", ["/database-down/", "/broken/"])
def test_what_was_typed_comes_back_when_it_cannot_be_kept(gallery: str, path: str) -> None:
    """The view fails after the token was checked, as it would when saving."""
    opened = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    form = opened.open(gallery + "/form/", timeout=20).read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form)
    assert token
    sent = {"csrfmiddlewaretoken": token[1], "what_happened": STORY, "password": "tops3cret", "empty": " "}
    with pytest.raises(urllib.error.HTTPError) as answer:
        opened.open(gallery + path, urllib.parse.urlencode(sent).encode(), timeout=20)
    page = answer.value.read().decode()
    found = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", page, re.DOTALL)
    assert found
    assert html.unescape(found[1]) == STORY
    assert "What happened" in page
    assert "tops3cret" not in page
    assert token[1] not in page


def test_an_expired_form_gives_the_words_back_but_never_another_site_s(gallery: str) -> None:
    status, page, _ = fetch(gallery + "/form/", {"story": "ring this number"})
    assert status == 403
    assert "This form has expired" in page
    assert "ring this number" in page
    for foreign in ({"Origin": "https://evil.example"}, {"Sec_Fetch_Site": "cross-site"}, {"Origin": "null"}):
        assert (
            "ring this number" not in fetch(gallery + "/form/", {"story": "ring this number"}, **foreign)[1]
        )


def test_the_frame_of_somebody_not_signed_in_shows_no_school_and_no_menu(gallery: str) -> None:
    _, page, _ = fetch(gallery + "/sign-in/?anonymous=1")
    assert "St Oswald" not in page
    assert "Sign out" not in page
    assert 'id="session-warning"' not in page


def test_the_current_room_is_marked_and_signing_out_is_a_form(gallery: str) -> None:
    _, page, _ = fetch(gallery + "/form/")
    assert re.search(r'href="/form/" aria-current="true"', page)
    assert page.count("aria-current") == 1
    assert '<form method="post" action="/sign-out/">' in page
    assert "Demonstration:" in page


def test_words_in_a_layout_cannot_be_markup(gallery: str) -> None:
    _, page, _ = fetch(gallery + "/form/")
    assert "&lt;b&gt;Escaped&lt;/b&gt; words." in page


def test_a_page_is_small(gallery: str) -> None:
    import gzip

    assert len(gzip.compress(fetch(gallery + "/form/")[1].encode())) < 10_000
