"""Signing in a real browser at the width of a phone: a hurried mother of three, a class on one device.

Every page and every page with errors is looked at by axe and at three widths (`tests.sound`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import Error as PlaywrightError

from aup import actions
from aup.models import ClassSession, ConsentAnswer, Invitation, Signature
from esafety.outbox.relay import drain
from tests.aup.signing import Okafors, a_campaign, a_child, everything_in_force, invitation_of
from tests.cast import Cast
from tests.pressing import press
from tests.sound import is_sound

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def okafors(cast: Cast, settings: Any, tmp_path: Path) -> Okafors:
    cache.clear()
    settings.MEDIA_ROOT = tmp_path
    everything_in_force(cast)
    found = Okafors(cast.school)
    a_campaign(cast)
    return found


@pytest.fixture
def phone(browser: Browser, live_server: Any) -> Iterator[Page]:
    """A phone that never was here. The browser must have nothing to say against any page."""
    opened = browser.new_context(base_url=live_server.url, locale="en-GB", viewport=PHONE, has_touch=True)
    opened.set_default_timeout(15_000)
    page, said = opened.new_page(), []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    opened.close()
    assert not [line for line in said if not line.startswith("Failed to load resource")]


@pytest.fixture
def scriptless(browser: Browser, live_server: Any) -> Iterator[Page]:
    opened = browser.new_context(base_url=live_server.url, java_script_enabled=False, viewport=PHONE)
    yield opened.new_page()
    opened.close()


def tell_date(page: Page, day: str, month: str, year: str) -> None:
    for label, value in (("Day", day), ("Month", month), ("Year", year)):
        page.get_by_label(label).fill(value)
    press(page, "button", name="Continue")


def go_back(page: Page) -> None:
    """What was sent by a form is not shown again: the browser kept nothing of it, and says so."""
    with suppress(PlaywrightError):
        page.go_back()


def answer_all(page: Page, say: str) -> None:
    """Yes or no to each question about what is allowed."""
    for radio in page.get_by_role("radio", name=say, exact=True).all():
        radio.check()


def test_a_hurried_mother_signs_for_three_on_her_phone(phone: Page, okafors: Okafors) -> None:
    path = invitation_of(okafors.mother).path
    phone.goto(path)
    is_sound(phone)
    press(phone, "button", name="Continue")
    is_sound(phone)
    tell_date(phone, "1", "1", "2001")
    assert phone.get_by_text("4 more tries").first.is_visible()
    is_sound(phone)
    tell_date(phone, "9", "12", "2016")
    is_sound(phone)
    press(phone, "button", name="Begin with the first of 4")
    press(phone, "button", name="Check your answers")
    is_sound(phone)
    phone.get_by_label("Your full name").fill("Amina Okafor")
    for number in range(4):
        if number:
            answer_all(phone, "No")
            phone.get_by_label("What you are to the child").fill("Mother")
        phone.get_by_role("checkbox").check()
        if number == 1:
            is_sound(phone)
        press(phone, "button", name="Check your answers")
        if number == 1:
            is_sound(phone)
        press(phone, "button", name="Sign", exact=True)
    assert phone.get_by_text("Nothing waits for your signature").is_visible()
    is_sound(phone)
    assert Signature.objects.count() == 4
    phone.go_back()  # nothing asks to send a form again
    assert phone.get_by_text("Nothing waits for your signature").is_visible()
    assert Signature.objects.count() == 4
    drain()
    phone.goto(reverse("sign_home", args=[invitation_of(okafors.mother).token]))
    with phone.expect_download() as download:
        phone.get_by_role("link", name="Esi Okafor (PDF)").click()
    assert download.value.suggested_filename.startswith("signed-agreement-")
    press(phone, "link", name="Change what you allow for Esi Okafor")
    is_sound(phone)
    answer_all(phone, "Yes")
    press(phone, "button", name="Save")
    assert phone.get_by_text("It counts from now on").is_visible()
    assert ConsentAnswer.objects.filter(child=okafors.esi, given=True).exists()
    press(phone, "button", name="Finish on this device")
    is_sound(phone)
    go_back(phone)
    assert not phone.get_by_text("Esi Okafor").first.is_visible()
    phone.goto(reverse("verify"))
    phone.get_by_label("Choose the PDF you were given").set_input_files(download.value.path())
    phone.get_by_text("The fingerprint is below").wait_for()
    is_sound(phone)
    press(phone, "button", name="Check", exact=True)
    assert phone.get_by_text("The file is the very one that was issued").is_visible()


def test_links_that_do_not_open(phone: Page, okafors: Okafors) -> None:
    phone.goto("/agreements/sign/nothing/")
    is_sound(phone)
    Invitation.objects.update(wrong_facts=5)
    phone.goto(invitation_of(okafors.mother).path)
    assert phone.get_by_role("heading", name="This link is locked").is_visible()
    is_sound(phone)
    phone.goto(reverse("verify"))
    is_sound(phone)
    phone.get_by_label("Or the fingerprint of the file").fill("0" * 64)
    press(phone, "button", name="Check")
    assert phone.get_by_text("Nothing like this was issued here").is_visible()
    is_sound(phone)


def test_without_scripts_and_with_the_keyboard_alone(scriptless: Page, okafors: Okafors) -> None:
    page = scriptless
    page.goto(invitation_of(okafors.mother).path)
    page.get_by_label("Day").focus()
    for keys in ("9", "Tab", "12", "Tab", "2016", "Tab", "Enter"):
        page.keyboard.press(keys) if keys in ("Tab", "Enter") else page.keyboard.type(keys)
    page.get_by_role("button", name="Begin with").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Your full name").focus()
    page.keyboard.type("Amina Okafor")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.get_by_role("button", name="Check your answers").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Sign", exact=True).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/ks2/**")
    assert Signature.objects.get().typed_name == "Amina Okafor"


def test_a_class_signs_on_one_device_and_nothing_is_left(phone: Page, cast: Cast, okafors: Okafors) -> None:
    a_child(cast.school, "Tess Lindqvist", "Year 8", "8A", dt.date(2013, 11, 2))
    campaign = a_campaign(cast, title="Second")
    lesson = actions.open_class_session(campaign=campaign, class_name="8A", by=cast.teacher)
    phone.goto(lesson.path)
    is_sound(phone)
    press(phone, "link", name="Yaw Okafor")
    is_sound(phone)
    tell_date(phone, "30", "1", "2014")
    is_sound(phone)
    phone.get_by_label("Your full name").fill("Yaw Okafor")
    phone.get_by_role("checkbox").check()
    press(phone, "button", name="Check your answers")
    is_sound(phone)
    press(phone, "button", name="Sign", exact=True)
    is_sound(phone)
    for _ in range(4):
        go_back(phone)
        assert "Yaw" not in phone.locator("body").inner_text()
    phone.goto(lesson.path)
    assert "Yaw" not in phone.locator("body").inner_text()
    assert phone.get_by_role("link", name="Tess Lindqvist").is_visible()
    assert Signature.objects.filter(about=okafors.yaw).count() == 1
    assert ClassSession.objects.get(pk=lesson.pk).wrong_facts == 0
