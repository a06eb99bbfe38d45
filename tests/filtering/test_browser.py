"""The journey in a real browser: asked at eight on a telephone, agreed, opened, closed by itself on Friday, told.

axe looks at every page on the way and at every page of errors.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from django.core import mail

from esafety.office.demo import clock
from esafety.outbox.relay import drain
from esafety.schooldays.calendar import LONDON
from filtering import actions
from filtering.models import FilteringRequest
from filtering.vocabulary import Stage
from tests.cast import Cast, sign_in_browser
from tests.filtering.asking import today
from tests.pressing import press
from tests.sound import is_sound

if TYPE_CHECKING:
    from playwright.sync_api import Page

PHONE = {"width": 390, "height": 800}


def clean(page: Page) -> None:
    """axe finds nothing at any width, nothing sticks out sideways, every error leads to its field."""
    size = page.viewport_size or PHONE
    is_sound(page, back_to=size["width"])


def at(page: Page, live_server: Any, user: Any, path: str) -> Page:
    sign_in_browser(page, live_server, user)
    page.goto(live_server.url + path)
    return page


def friday() -> dt.date:
    """The last day of the exception: the next Friday from today on."""
    return today() + dt.timedelta(days=(4 - today().weekday()) % 7)


def fill(page: Page, addresses: str) -> None:
    page.get_by_label("Addresses").fill(addresses)
    page.get_by_label("What the filter takes it for").select_option("video")
    page.get_by_label("What will the class do with it?").fill("Sources about the Vikings")
    page.get_by_label("Lesson and class").fill("History, 6L")
    page.get_by_label("For whom").select_option("ks2")
    day = friday()
    for name, value in zip("012", (day.day, day.month, day.year), strict=True):
        page.locator(f"[name=until_on_{name}]").fill(str(value))


@pytest.mark.django_db(transaction=True)
def test_from_eight_o_clock_to_friday(page: Page, live_server: Any, cast: Cast) -> None:
    page.set_viewport_size(PHONE)
    at(page, live_server, cast.teacher, "/filtering/")
    clean(page)
    press(page, "link", name="Open a website for teaching, for a time")
    clean(page)
    press(page, "button", name="Continue")
    assert page.locator(".govuk-error-summary").is_visible()
    clean(page)
    fill(page, "http://me:secret@example.org\n10.0.0.1")
    press(page, "button", name="Continue")
    assert "must not hold a user name" in page.content()
    assert page.get_by_label("Lesson and class").input_value() == "History, 6L", "nothing typed is lost"
    clean(page)
    fill(page, "https://history.example/vikings\nмосква.example")
    press(page, "button", name="Continue")
    assert "This is exactly what will open" in page.content()
    assert page.locator('a[href*="history.example"]').count() == 0
    clean(page)
    press(page, "button", name="Send")
    assert "Sent. Your request is" in page.content()
    clean(page)
    request = FilteringRequest.objects.get()

    page.set_viewport_size({"width": 1280, "height": 900})
    at(page, live_server, cast.co_ordinator, "/filtering/")
    clean(page)
    press(page, "link", name=request.reference)
    clean(page)
    assert "Every page whose address begins with https://history.example/vikings" in page.content()
    press(page, "button", name="Agree", exact=True)
    press(page, "button", name="Agree to the request")
    clean(page)
    page.get_by_label("Reason").fill("Fits the lesson.")
    press(page, "button", name="Agree to the request")
    assert "You agreed. The provider is told, and so is whoever asked." in page.content()

    at(page, live_server, cast.technician, "/filtering/today/")
    clean(page)
    to_carry_out = page.locator("section[aria-labelledby=to-open]")
    assert request.reference in to_carry_out.inner_text()
    press(page, "link", name=request.reference)
    press(page, "button", name="It is open")
    clean(page)
    page.goto(f"{live_server.url}/filtering/today/")
    assert request.reference not in to_carry_out.inner_text()
    open_now = page.locator("section[aria-labelledby=open]").inner_text()
    for words in (
        request.reference,
        "History, 6L",
        f"{friday():%-d %B %Y}",
        "https://history.example/vikings",
    ):
        assert words in open_now

    by_itself_on_friday(page, live_server, cast, request)
    looked_at_again(page, live_server, cast, request)


def by_itself_on_friday(page: Page, live_server: Any, cast: Cast, request: FilteringRequest) -> None:
    """Five o'clock strikes; nobody does anything; the teacher has it in the mail and on the telephone."""
    ends_at = FilteringRequest.objects.get().ends_at
    assert ends_at is not None
    assert (ends_at.astimezone(LONDON).date(), ends_at.astimezone(LONDON).hour) == (friday(), 17)
    with clock.at(ends_at - dt.timedelta(minutes=1)):
        actions.keep_time()
    assert FilteringRequest.objects.get().stage == Stage.OPEN
    with clock.at(ends_at + dt.timedelta(minutes=1)):
        actions.keep_time()
    assert FilteringRequest.objects.get().stage == Stage.CLOSING
    mail.outbox.clear()
    with clock.at(ends_at + dt.timedelta(days=3)):  # whatever quiet hours the school keeps
        drain()
    (told,) = [one for one in mail.outbox if one.to == [cast.teacher.email] and "has ended" in one.subject]
    assert request.reference in told.subject
    assert "is over and it is being closed. Ask for more time if the class still needs it." in told.body
    assert request.get_absolute_url() in told.body
    assert "history.example" not in told.body
    closing = [one for one in mail.outbox if "please close this exception now" in one.subject]
    assert [one.to for one in closing] == [["help@clearway.example"]]

    page.set_viewport_size(PHONE)
    at(page, live_server, cast.teacher, request.get_absolute_url())
    assert "Time reached" in page.content()
    assert "To be closed" in page.content()
    assert page.get_by_role("button", name="Ask for more time").is_visible()
    clean(page)


def looked_at_again(page: Page, live_server: Any, cast: Cast, request: FilteringRequest) -> None:
    """The technician closes it, somebody looks, and it stands on nobody's list any more."""
    at(page, live_server, cast.technician, "/filtering/today/")
    assert request.reference in page.locator("section[aria-labelledby=to-close]").inner_text()
    press(page, "link", name=request.reference)
    press(page, "button", name="It is closed")
    press(page, "button", name="Check that it is shut")
    clean(page)
    page.get_by_label("No, it is shut").check()
    press(page, "button", name="Save")
    assert "It is shut. This exception is over." in page.content()
    assert "Nothing more: this request is over." in page.content()
    clean(page)
    page.goto(f"{live_server.url}/filtering/today/")
    assert request.reference not in page.locator("main").inner_text()
