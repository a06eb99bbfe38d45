"""The register of access in a real browser: a visitor entered and ended, a past day, paper, axe at three widths."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from tests.cast import Cast, sign_in_browser
from tests.pressing import press
from tests.sound import is_sound

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.fixture
def complaints(page: Page) -> Iterator[list[str]]:
    """Whatever the browser says against a page; must be nothing at the end."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield said
    assert not [text for text in said if "the server responded with a status of" not in text]


def test_a_visitor_is_entered_seen_and_ended(
    cast: Cast, page: Page, live_server: Any, complaints: list[str]
) -> None:
    sign_in_browser(page, live_server, cast.school_admin)
    page.goto(live_server.url + reverse("office"))
    press(page, "link", name="Register of access")
    is_sound(page)
    page.get_by_role("button", name="Enter a visitor").click()
    press(page, "button", name="Enter", exact=True)
    is_sound(page)
    page.get_by_label("Visitor’s name").fill("Otto Visitor")
    page.get_by_label("Organisation").fill("Pianos and Sons, who tune everything with strings in the county")
    page.get_by_label("Guest network").check()
    page.get_by_label("School device").check()
    page.get_by_label("Which device?").fill("laptop 14")
    until = page.get_by_role("group", name="Last day")
    for part, value in (("Day", "1"), ("Month", "1"), ("Year", "2027")):
        until.get_by_label(part).fill(value)
    page.get_by_label("Who permits it?").select_option(label="Helen Marsh")
    page.get_by_role("button", name="Enter", exact=True).click()
    page.get_by_text("Otto Visitor is entered.").wait_for()
    is_sound(page)
    page.get_by_role("button", name=re.compile("Otto Visitor, School device")).click()
    page.get_by_text("may no longer use it: school device").wait_for()


def test_a_past_day_and_paper(cast: Cast, page: Page, live_server: Any, complaints: list[str]) -> None:
    sign_in_browser(page, live_server, cast.head)
    page.goto(live_server.url + reverse("register"))
    day = page.get_by_role("group", name="On which day?")
    for part, value in (("Day", "15"), ("Month", "3"), ("Year", "2026")):
        day.get_by_label(part).fill(value)
    page.get_by_label("Access to", exact=True).select_option("Cases")
    page.get_by_role("button", name="Show").click()
    page.get_by_text("Who had access on 15 March 2026").wait_for()
    is_sound(page)
    page.emulate_media(media="print")
    assert not page.get_by_role("button", name="Show").is_visible()
    assert not page.get_by_text("Filter this list").is_visible()
    assert page.get_by_text("Confidential: do not leave unattended.").is_visible()
