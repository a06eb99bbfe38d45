"""The PDF itself: tagged, titled, stamped on every page, and deaf to every address."""

from __future__ import annotations

import http.server
import sys
import threading
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.template.loader import render_to_string
from pypdf import PdfReader
from weasyprint.urls import URLFetchingError

from esafety.papers import pdf
from esafety.papers.making import Stamp
from tests.papers.conftest import text_of

pytestmark = pytest.mark.either_engine
STAMP = Stamp("Ada Byrne", "21 November 2026 at 2:05pm", "7KQ2-M9XT", "")


def poster(story: str, rows: int = 3, stamp: Stamp = STAMP) -> str:
    return render_to_string(
        "posters/poster.html",
        {
            "title": "Record 7KQ2",
            "school": "Marsh Lane Primary",
            "stamp": stamp,
            "story": story,
            "rows": range(1, rows + 1),
        },
    )


def printed(html: str) -> PdfReader:
    return PdfReader(BytesIO(pdf.render(html).content))


def structure(reader: PdfReader) -> list[str]:
    """The tags of the document in reading order."""

    def walk(node: Any) -> Iterator[str]:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for one in node:
                yield from walk(one)
        elif isinstance(node, dict):
            if "/S" in node:
                yield node["/S"]
            yield from walk(node.get("/K", []))

    return list(walk(reader.trailer["/Root"]["/StructTreeRoot"]["/K"]))


def test_it_is_tagged_titled_and_in_english() -> None:
    reader = printed(poster("A quiet story."))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert reader.metadata.title == "Record 7KQ2"
    assert "pdfuaid:part" in root["/Metadata"].get_data().decode()
    tags = structure(reader)
    for tag in ("/H1", "/H2", "/P", "/Table", "/THead", "/TH", "/TD", "/Figure", "/Caption"):
        assert tag in tags, tag


def test_every_page_says_for_whom_it_is_and_which_page_it_is() -> None:
    reader = printed(poster("A long story. " * 60, rows=30))
    assert len(reader.pages) > 3
    for number, page in enumerate(reader.pages, 1):
        text = " ".join(page.extract_text().split())
        assert "Printed by Ada Byrne on 21 November 2026 at 2:05pm · 7KQ2-M9XT" in text
        assert f"Page {number} of {len(reader.pages)}" in text
        assert "Marsh Lane Primary" in text


def test_the_heads_of_a_long_table_stand_on_every_page_of_it() -> None:
    reader = printed(poster("A long story. " * 60, rows=30))
    assert all("When" in page.extract_text() for page in reader.pages[:-1])


def test_a_copy_names_its_recipient_on_every_page() -> None:
    reader = printed(poster("Story. " * 900, stamp=Stamp("Ada Byrne", "today", "7KQ2-M9XT", "County desk")))
    assert all("Copy for County desk, sent by Ada Byrne" in page.extract_text() for page in reader.pages)


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</p></body><h1>Cleared</h1>",
    "&lt;b&gt; & &#60;",
    "<style>*{display:none}</style>",
    "{{ settings.SECRET_KEY }} {% include 'x' %}",
    "]]><!--",
    "\\endlink %PDF-1.7 endobj",
    "=cmd|'/c calc'!A0",
    '" onclick="alert(1)',
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_printed_as_it_was_typed(text: str) -> None:
    reader = printed(poster(text, rows=1))
    assert "".join(text.split()) in "".join(text_of(reader).split())
    assert structure(reader).count("/H1") == 1


def test_other_scripts_and_very_long_words_do_not_break_a_page() -> None:
    reader = printed(poster("Zażółć Ελλάδα Привет שלום مرحبا 😀 " + "w" * 3000, rows=1))
    assert "Zażółć" in text_of(reader)
    assert "Привет" in text_of(reader)
    assert text_of(reader).count("w") >= 6000


class _Listener(http.server.BaseHTTPRequestHandler):
    seen: list[str] = []

    def do_GET(self) -> None:
        self.seen.append(self.path)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"*{} FETCHED")

    def log_message(self, *args: Any) -> None:
        pass


@pytest.fixture
def listener() -> Iterator[str]:
    _Listener.seen = []
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Listener)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


VECTORS = [
    '<img src="{url}">',
    '<img srcset="{url} 2x" src="{url}">',
    '<link rel="stylesheet" href="{url}">',
    '<link rel="attachment" href="{url}">',
    '<link rel="icon" href="{url}">',
    '<style>@import "{url}";</style>',
    "<style>@import url({url});</style>",
    "<style>p{{background:url({url})}}</style>",
    "<style>@font-face{{font-family:x;src:url({url})}} p{{font-family:x}}</style>",
    '<p style="background-image:url({url})">x</p>',
    '<p style="list-style-image:url({url});display:list-item">x</p>',
    "<style>p::before{{content:url({url})}}</style>",
    "<style>@page{{background:url({url})}}</style>",
    "<style>@page{{@top-left{{content:url({url})}}}}</style>",
    "<style>p{{border-image:url({url}) 30}}</style>",
    '<object data="{url}"></object>',
    '<embed src="{url}">',
    '<iframe src="{url}"></iframe>',
    '<svg width="9" height="9"><image href="{url}" width="9" height="9"/></svg>',
    '<svg width="9" height="9"><use href="{url}#a"/></svg>',
    '<svg><style>@import "{url}";</style></svg>',
    '<base href="{url}/"><img src="a.png">',
    '<a rel="attachment" href="{url}">x</a>',
    '<input type="image" src="{url}">',
    '<video src="{url}" poster="{url}"></video>',
    "<style>@color-profile --x {{src:url({url})}}</style>",
]


def test_there_are_twenty_vectors() -> None:
    assert len(set(VECTORS)) >= 20


@pytest.mark.parametrize("vector", VECTORS)
def test_nothing_is_fetched_from_the_network_or_the_disk(vector: str, listener: str, tmp_path: Path) -> None:
    """Even from our own template's side, as if escaping had been forgotten."""
    secret = tmp_path / "secret.txt"
    secret.write_text("TOP-SECRET-9a1")
    for url in (f"{listener}/x", f"file://{secret}", "data:text/plain,TOP-SECRET-9a1"):
        html = poster("plain").replace("<h2>", vector.format(url=url) + "<h2>")
        try:
            made = pdf.render(html).content
        except URLFetchingError:  # a colour profile is not optional to WeasyPrint: no document at all
            continue
        assert b"TOP-SECRET" not in b"".join(_said(made))
    assert _Listener.seen == []


def _said(content: bytes) -> Iterator[bytes]:
    """The raw file, the text of its pages and whatever is attached to it."""
    reader = PdfReader(BytesIO(content))
    yield content
    yield text_of(reader).encode()
    for name, files in reader.attachments.items():
        yield name.encode() + b"".join(files)


def test_the_same_vectors_do_fetch_when_nothing_stops_them(listener: str) -> None:
    """The listener above hears: WeasyPrint with its own fetcher reaches it."""
    from weasyprint import HTML

    HTML(string=f'<img src="{listener}/heard">').write_pdf()
    assert _Listener.seen == ["/heard"]


NAMES = {
    "Arabic": "عائشة", "Urdu": "فاطمہ", "Bengali": "রাহুল", "Punjabi": "ਗੁਰਪ੍ਰੀਤ", "Gujarati": "પ્રિયા",
    "Tamil": "கவிதா", "Chinese": "李小龙", "Japanese": "さくら", "Korean": "김민수", "Thai": "สมชาย",
    "Amharic": "ሰላም", "Hebrew": "שרה", "Greek": "Ελένη", "Russian": "Катя", "Polish": "Łucja",
    "Vietnamese": "Nguyễn", "Emoji": "📱😀",
}  # fmt: skip


@pytest.mark.parametrize("language", NAMES)
def test_a_name_is_printed_in_its_own_letters(language: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("WARNING", logger="weasyprint")
    printed(poster(NAMES[language]))
    assert "unsupported by fonts" not in caplog.text


def test_a_letter_that_no_font_has_would_be_noticed(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("WARNING", logger="weasyprint")
    printed(poster("\u0378"))
    assert "unsupported by fonts" in caplog.text


def test_without_the_libraries_of_the_system_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    class NoPango:
        def find_spec(self, name: str, *rest: Any) -> None:
            if name == "weasyprint":
                raise OSError("cannot load library 'libpango-1.0-0'")

    for name in [name for name in sys.modules if name.split(".")[0] == "weasyprint"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "meta_path", [NoPango(), *sys.meta_path])
    with pytest.raises(pdf.LibrariesMissing):
        pdf.render("<p>x")
