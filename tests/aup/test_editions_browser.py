"""An agreement in a real browser: drafted, approved by the head, in force, compared; and a visitor at the tablet."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from aup import actions
from aup.models import Edition, Visit
from aup.vocabulary import Audience
from tests.aup.editions import in_force, today
from tests.aup.register import the_mother_signs
from tests.aup.signing import told
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


def fill_day(page: Page, group: str, day: dt.date) -> None:
    boxes = page.get_by_role("group", name=group)
    for part, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        boxes.get_by_label(part).fill(str(value))


def test_from_the_suggested_text_to_an_agreement_in_force_and_its_successor(
    cast: Cast, page: Page, live_server: Any, complaints: list[str]
) -> None:
    sign_in_browser(page, live_server, cast.co_ordinator)
    page.goto(live_server.url + reverse("agreements"))
    is_sound(page)
    press(page, "link", name="Key Stage 2")
    is_sound(page)
    press(page, "button", name="Draft the next edition")
    is_sound(page)
    press(page, "button", name="Begin the draft")
    press(page, "link", name="Edition 1")
    is_sound(page)
    press(page, "button", name="Change the words")
    page.get_by_text("What this agreement should cover").click()
    page.get_by_label("Text", exact=True).fill("Only a heading")
    press(page, "button", name="Save")
    page.get_by_role("link", name=re.compile("There is no point under")).click()
    is_sound(page)
    page.get_by_label("Text", exact=True).fill("At school\nI ask first.\nI am kind to everybody.")
    press(page, "button", name="Save")
    page.get_by_text("The text now reads at the age of").wait_for()
    press(page, "button", name="Preview")
    page.get_by_text("Nothing can be signed here").wait_for()
    is_sound(page)
    edition = Edition.objects.get()

    sign_in_browser(page, live_server, cast.head)
    page.goto(live_server.url + reverse("edition", args=[edition.pk]))
    press(page, "button", name="Enter the approval")
    press(page, "button", name="Enter the approval")
    is_sound(page)
    page.get_by_label("Who approved it?").fill("Full governing body")
    fill_day(page, "When?", today())
    page.get_by_label("Reference of the minute").fill("FGB 12/2026, item 7")
    press(page, "button", name="Enter the approval")
    page.get_by_text("The approval is entered.").wait_for()
    is_sound(page)
    press(page, "button", name="Bring into force")
    press(page, "button", name="Bring into force")
    is_sound(page)
    fill_day(page, "First day", today())
    page.get_by_label("No", exact=True).check()
    press(page, "button", name="Bring into force")
    page.get_by_text("It is in force from the day you gave.").wait_for()
    is_sound(page)

    second = in_force(
        cast,
        Audience.KS2,
        after=edition,
        body="At school\nI ask before I go online.\nI am kind to everybody.",
    )
    page.goto(live_server.url + reverse("edition", args=[second.pk]))
    press(page, "link", name="Edition 1", exact=True)
    page.get_by_role("rowheader", name="The same").first.wait_for()
    assert page.locator("ins").count() >= 1
    is_sound(page)


def test_the_register_the_list_of_photographs_and_one_childs_page(
    cast: Cast, page: Page, live_server: Any, complaints: list[str]
) -> None:
    in_force(cast, Audience.KS2)
    the_mother_signs(cast, photographs=False)
    sign_in_browser(page, live_server, cast.co_ordinator)
    page.goto(live_server.url + reverse("agreements"))
    press(page, "link", name="Who may use the systems")
    is_sound(page)
    press(page, "link", name="Class 5H")
    is_sound(page)
    press(page, "link", name="Zoë Haddad")
    page.get_by_text("Everything is signed").wait_for()
    is_sound(page)
    page.goto(live_server.url + reverse("photographs"))
    is_sound(page)
    press(page, "link", name="5H")
    page.get_by_text("Not allowed by a parent or carer").wait_for()
    is_sound(page)
    page.emulate_media(media="print")
    assert not page.get_by_role("button", name="Make a PDF").is_visible()
    assert page.get_by_text("Zoë Haddad").is_visible()


def test_a_visitor_signs_at_the_tablet_and_the_next_one_sees_nothing_of_them(
    cast: Cast, page: Page, live_server: Any, complaints: list[str]
) -> None:
    in_force(cast, Audience.VISITOR)
    reception = actions.open_reception(school=cast.school, by=cast.technician)
    page.goto(live_server.url + reception.path)
    is_sound(page)
    press(page, "button", name="Agree and sign in")
    page.get_by_role("link", name="Enter whom you visit").click()
    is_sound(page)
    page.goto(live_server.url + reception.path)
    page.get_by_label("Your full name", exact=True).fill("Ida Voss")
    page.get_by_label("Whom do you visit?").fill("Nick Farrow")
    page.get_by_label("No: it is for today").check()
    page.get_by_label(re.compile("I have read this agreement")).check()
    page.get_by_label("Type your full name again to sign").fill("Ida Voss")
    press(page, "button", name="Agree and sign in")
    page.get_by_role("heading", name="You are signed in").wait_for()
    is_sound(page)
    assert told(page.content(), "Ida") == set()
    page.go_back()
    page.wait_for_load_state()
    assert page.get_by_label("Your full name", exact=True).input_value() == ""
    page.goto(live_server.url + reverse("reception_done", args=[reception.token]))
    press(page, "button", name="Next visitor")
    assert page.get_by_label("Your full name", exact=True).input_value() == ""
    assert Visit.objects.count() == 1

    sign_in_browser(page, live_server, cast.technician)
    page.goto(live_server.url + reverse("visits"))
    is_sound(page)
    press(page, "button", name=re.compile(r"Sign out\s*: Ida Voss"))
    page.get_by_text("Ida Voss is signed out.").wait_for()
    is_sound(page)
