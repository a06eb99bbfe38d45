"""The journey in a real browser: asked at eight on a telephone, agreed, opened, closed by itself on Friday, told.

axe looks at every page on the way and at every page of errors.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from esafety.office.demo import clock
from esafety.outbox.models import Message
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
    press(page, "button", name="Agree", exact=True)
    press(page, "button", name="Agree to the request")
    clean(page)
    page.get_by_label("Reason").fill("Fits the lesson.")
    press(page, "button", name="Agree to the request")
    assert "You agreed." in page.content()

    at(page, live_server, cast.technician, "/filtering/today/")
    clean(page)
    press(page, "link", name=request.reference)
    press(page, "button", name="It is done")
    clean(page)

    with clock.at(FilteringRequest.objects.get().ends_at + dt.timedelta(minutes=1)):
        actions.keep_time()
    assert FilteringRequest.objects.get().stage == Stage.CLOSING
    assert Message.objects.filter(notice="filtering.ended", to_user=cast.teacher).count() == 1
    page.set_viewport_size(PHONE)
    at(page, live_server, cast.teacher, request.get_absolute_url())
    assert "Time reached" in page.content()
    assert "To be closed" in page.content()
    clean(page)
