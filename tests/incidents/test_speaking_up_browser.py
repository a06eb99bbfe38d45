"""Reporting in confidence in a real browser, on a phone, from the wall to the answer; and the lead's side of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from incidents.models import Incident, Note, SpeakUpPage
from tests.cast import Cast, sign_in_browser
from tests.incidents.confiding import WORDS, a_page
from tests.pressing import press
from tests.sound import is_sound

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"width": 390, "height": 844}


def a_phone(browser: Browser, live_server: Any, *, scripts: bool) -> Page:
    context = browser.new_context(
        base_url=live_server.url, locale="en-GB", viewport=PHONE, has_touch=True, java_script_enabled=scripts
    )
    context.set_default_timeout(15_000)
    return context.new_page()


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def phone(request: pytest.FixtureRequest, browser: Browser, live_server: Any) -> Iterator[Page]:
    page = a_phone(browser, live_server, scripts=request.param)
    yield page
    page.context.close()


def fill_in(page: Page, what: str = WORDS) -> None:
    page.get_by_label("No", exact=True).check()
    page.get_by_label("What happened, or what worries you?").fill(what)
    page.get_by_label("A child or young person at this school").check()


def told(phone: Page, cast: Cast) -> str:
    """Tell something; gives the code that is shown for it."""
    phone.goto(a_page(cast).path)
    fill_in(phone)
    press(phone, "button", name="Send")
    return phone.locator(".app-code").inner_text()


def test_a_pupil_tells_a_lead_answers_and_the_pupil_tells_more(
    cast: Cast, phone: Page, browser: Browser, live_server: Any
) -> None:
    address = a_page(cast).path
    phone.goto(address)
    press(phone, "button", name="Send")  # nothing filled in yet
    assert phone.locator(".govuk-error-summary").count() == 1
    fill_in(phone)
    press(phone, "button", name="Send")
    code = phone.locator(".app-code").inner_text()
    incident = Incident.objects.get()
    assert incident.statements.get().description == WORDS

    desk = sign_in_browser(a_phone(browser, live_server, scripts=True), live_server, cast.dsl)
    desk.goto(incident.get_absolute_url())
    press(desk, "link", name="Add a note or message the reporter")
    desk.get_by_label("Note", exact=True).fill("Thank you. You did right.")
    desk.get_by_label("Fact: seen, heard or done by me").check()
    desk.get_by_label("The person who reported it, and everyone who can open it").check()
    press(desk, "button", name="Add note")
    desk.context.close()

    phone.goto(address)
    press(phone, "link", name="I have a code")
    phone.get_by_label("Your code").fill(code)
    press(phone, "button", name="Read the answers")
    assert "Thank you. You did right." in phone.content()
    phone.get_by_label("Do you want to tell us more?").fill("It was on Friday too.")
    press(phone, "button", name="Send")
    assert "We have got it. Thank you for telling us more." in phone.content()
    assert Note.objects.get(addendum=True).text == "It was on Friday too."
    assert {one["name"] for one in phone.context.cookies()} == {"csrf"}


def test_sending_it_again_makes_one_and_back_shows_nothing(
    cast: Cast, browser: Browser, live_server: Any
) -> None:
    phone = a_phone(browser, live_server, scripts=False)
    code = told(phone, cast)
    phone.reload()
    assert phone.locator(".app-code").inner_text() == code
    assert Incident.objects.count() == 1
    phone.go_back()  # whoever takes the phone next finds an empty form
    assert phone.get_by_label("What happened, or what worries you?").input_value() == ""
    phone.context.close()


def test_back_never_shows_the_code_or_the_answers_to_whoever_takes_the_phone_next(
    cast: Cast, browser: Browser, live_server: Any
) -> None:
    phone = a_phone(browser, live_server, scripts=True)
    code = told(phone, cast)
    phone.reload()  # not yet: whoever has not written it down sees it again
    assert phone.locator(".app-code").inner_text() == code
    press(phone, "link", name="read what we answered")
    phone.go_back()
    assert phone.get_by_label("What happened, or what worries you?").input_value() == ""
    phone.go_forward()
    phone.get_by_label("Your code").fill(code)
    press(phone, "button", name="Read the answers")
    phone.get_by_label("Do you want to tell us more?").fill("It was on Friday too.")
    press(phone, "button", name="Send")
    for _ in range(2):
        phone.go_back()
        assert phone.get_by_label("Your code").input_value() == ""
    phone.context.close()


def test_every_page_of_it_is_sound_at_three_widths(cast: Cast, browser: Browser, live_server: Any) -> None:
    phone = a_phone(browser, live_server, scripts=True)
    address = a_page(cast).path
    phone.goto(address)
    is_sound(phone)
    press(phone, "button", name="Send")
    is_sound(phone)
    fill_in(phone, "x" * 300)
    press(phone, "button", name="Send")
    code = phone.locator(".app-code").inner_text()
    is_sound(phone)
    phone.goto(f"{address}answers/")
    is_sound(phone)
    phone.get_by_label("Your code").fill("wrong")
    press(phone, "button", name="Read the answers")
    is_sound(phone)
    phone.get_by_label("Your code").fill(code)
    press(phone, "button", name="Read the answers")
    is_sound(phone)
    press(phone, "button", name="Send")
    is_sound(phone)
    SpeakUpPage.objects.update(state="paused")
    phone.goto(address)
    is_sound(phone)
    phone.context.close()
