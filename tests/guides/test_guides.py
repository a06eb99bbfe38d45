"""The guides say what the screen says, and show what it shows."""

from __future__ import annotations

import os
import re
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from playwright.sync_api import Page

from esafety.people.models import User
from tests.cast import sign_in_browser
from tests.guides.pictures import PICTURES, Picture

ROOT = Path(__file__).resolve().parents[2]
GUIDES = ROOT / "docs" / "guides"
ROOMS = ("templates", "incidents", "aup", "filtering", "esafety")
TALL = 1000
"""No picture is higher, in pixels of the page."""


def pages() -> dict[str, str]:
    return {path.name: path.read_text() for path in sorted(GUIDES.glob("*.md"))}


def said_on_screen() -> str:
    """Every template and every line of code that words could come from, on one line."""
    texts = [
        path.read_text()
        for room in ROOMS
        for path in (ROOT / room).rglob("*")
        if path.suffix in (".html", ".py")
    ]
    return re.sub(r"\s+", " ", " ".join(texts)).lower()


def test_what_a_guide_prints_in_bold_stands_on_a_screen() -> None:
    said = said_on_screen()
    bold = {
        (page, words)
        for page, text in pages().items()
        for words in re.findall(r"\*\*(.+?)\*\*", re.sub(r"\s+", " ", text))
        if not words.endswith(".") and words not in ("bold", "do not open, copy or send anything to find out")
    }
    assert len(bold) > 40
    missing = sorted((page, words) for page, words in bold if words.lower() not in said)
    assert missing == []


def test_every_link_and_picture_of_a_guide_is_there() -> None:
    for page, text in pages().items():
        for link in re.findall(r"\]\(([^)#:]+)\)", text):
            assert (GUIDES / link).exists(), (page, link)


def test_every_picture_is_in_a_guide_and_every_guide_is_on_the_first_page() -> None:
    shown = set(re.findall(r"\(images/([\w-]+)\.png\)", "".join(pages().values())))
    assert shown == {picture.name for picture in PICTURES}
    assert shown == {path.stem for path in (GUIDES / "images").glob("*.png")}
    first = pages()["README.md"]
    assert all(f"({name})" in first for name in pages() if name != "README.md")


@pytest.mark.django_db(transaction=True)
def test_pictures_can_be_taken_of_the_demonstration(
    page: Page, live_server: Any, settings: Any, tmp_path: Path
) -> None:
    """`make guides` runs this with PICTURES_TO, and the pictures of the guides are made anew."""
    settings.DEMO, settings.DATA_DIR = True, tmp_path
    call_command("seed_demo", stdout=StringIO())
    folder = Path(os.environ.get("PICTURES_TO", tmp_path))
    for picture in PICTURES:
        taken = take(picture, page, live_server, folder)
        assert taken.stat().st_size > 10_000, f"{picture.name} shows next to nothing"


def take(picture: Picture, page: Page, live_server: Any, folder: Path) -> Path:
    sign_in_browser(page, live_server, User.objects.get(email=f"{picture.who}@example.school"))
    page.set_viewport_size({"width": picture.width, "height": TALL})
    answer = page.goto(f"{live_server.url}{picture.path()}")
    assert answer is not None
    assert answer.status == 200, picture.name
    assert picture.words in page.locator("main").inner_text()
    file = folder / f"{picture.name}.png"
    height = min(TALL, page.evaluate("document.documentElement.scrollHeight"))
    page.screenshot(path=file, clip={"x": 0, "y": 0, "width": picture.width, "height": height})
    return file
