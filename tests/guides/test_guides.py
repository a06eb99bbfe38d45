"""The guides say what the screen says, and show what it shows."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from playwright.sync_api import Page

from esafety.people.models import User
from incidents.vocabulary import IncidentType, Status
from tests.cast import Cast, sign_in, sign_in_browser
from tests.guides.pictures import PICTURES, Picture
from tests.house.routes import routes
from tests.house.shapes import Shape
from tests.house.world import FURNISHED, World, a_full_record, addresses, begin_things, surround

ROOT = Path(__file__).resolve().parents[2]
GUIDES = ROOT / "docs" / "guides"
READERS = {
    "administrators.md": "school_admin",
    "families.md": "parent",
    "governors.md": "safety_governor",
    "heads.md": "head",
    "pupils.md": None,
    "safeguarding-leads.md": "dsl",
    "staff.md": "second_teacher",
    "technicians.md": "technician",
    "trusts.md": "trust_admin",
}
"""Who reads which guide: their pages must say what it says. Pupils who tell something have no account."""
SAYING = ("a", "button", "h1", "h2", "h3", "label", "legend", "th", "dt", "summary", "strong", "p")
WEIGHT = {
    "do not open, copy or send anything to find out",
    "If a child is in danger now, ring 999 first.",
    "without your name",
    "Call 999",
    "What you write can show who you are.",
    "0800 1111",
}
TALL = 1000
"""No picture is higher, in pixels of the page."""


def pages() -> dict[str, str]:
    return {path.name: path.read_text() for path in sorted(GUIDES.glob("*.md"))}


def bold_in(page: str) -> set[str]:
    """The words of a guide that stand on the screen just so; those that are only said with weight are named here."""
    text = re.sub(r"\s+", " ", pages()[page])
    return set(re.findall(r"\*\*(.+?)\*\*", text)) - WEIGHT


def shown_to(world: World, name: str | None) -> Iterator[set[str]]:
    """The words of each control, heading, cell and label of each page that somebody can reach, page by page."""
    user = world.cast.user(name) if name else None
    client = sign_in(Client(), user) if user else Client()
    for route in routes():
        for url in addresses(world, [route], user=user or world.cast.pupil_account)[:4]:
            answer = client.get(url)
            is_page = answer.get("Content-Type", "").startswith("text/html") and not answer.streaming
            if answer.status_code == 200 and is_page:
                yield {
                    re.sub(r"\s+", " ", element.text).strip()
                    for element in Shape(answer.content.decode()).all(*SAYING)
                }


def test_every_guide_has_its_reader() -> None:
    assert set(READERS) == set(pages()) - {"README.md"}
    assert sum(len(bold_in(page)) for page in READERS) > 45


@pytest.mark.either_engine
@pytest.mark.django_db
def test_what_a_guide_prints_in_bold_stands_on_a_screen(cast: Cast, settings: Any, tmp_path: Path) -> None:
    """On a page that its own reader can open: as the words of a link, a button, a heading or a label, and whole."""
    settings.MEDIA_ROOT = tmp_path / "papers"
    begin_things(cast)
    for room in FURNISHED:
        room.furnish(cast)
    told = {"type": IncidentType.GROOMING, "to": Status.IN_PROGRESS}
    world = surround(cast, a_full_record(cast, about="second_pupil", **told))
    missing = {page: bold_in(page) for page in READERS}
    for page, reader in READERS.items():
        for words in shown_to(world, reader):
            missing[page] -= words
            if not missing[page]:
                break
    assert {page: words for page, words in missing.items() if words} == {}


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


@pytest.mark.either_engine
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
