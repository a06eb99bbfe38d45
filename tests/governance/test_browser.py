"""A report's way in a real browser: the lead drafts and comments, the head approves, a governor downloads it."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from esafety.governance.models import Report
from esafety.outbox.relay import drain
from tests.cast import Cast, sign_in_browser
from tests.governance.terms import IN_SUMMER, SUMMER, concerns, published
from tests.pressing import press

if TYPE_CHECKING:
    from playwright.sync_api import Page

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}


def test_a_report_from_its_first_word_to_the_governor_s_phone(
    cast: Cast, pupils: list[Any], page: Page, live_server: Any
) -> None:
    concerns(cast, IN_SUMMER, pupils[:14])
    sign_in_browser(page, live_server, cast.dsl)
    page.goto(live_server.url + reverse("governance"))
    press(page, "link", name="Reports to governors")
    press(page, "button", name="Begin a report")
    page.get_by_label(f"{SUMMER}: 28 March to 21 July 2026").check()
    press(page, "button", name="Begin")
    page.get_by_text("The report is begun").wait_for()
    assert page.get_by_role("heading", name=f"Termly report, {SUMMER}").is_visible(), (
        "one is led to it at once"
    )
    drain()
    page.reload()
    press(page, "link", name=re.compile(r"Write a commentary\s*: What kind of thing happened"))
    page.get_by_label("Your commentary").fill("We spoke with Zoë.")
    press(page, "button", name="Save")
    assert page.get_by_text("is the name, or the initials, of somebody in the school").first.is_visible()
    page.get_by_label("Your commentary").fill("Three lessons about group chats.")
    press(page, "button", name="Save")
    press(page, "button", name="Send for approval")
    assert page.get_by_text("The report waits for approval").is_visible()
    assert page.get_by_text("so somebody else approves it").is_visible()

    sign_in_browser(page, live_server, cast.head)
    page.goto(live_server.url + Report.objects.get().get_absolute_url())
    press(page, "button", name="Approve")
    press(page, "button", name="Approve and publish")
    assert page.get_by_text("Tick the box when it is so").first.is_visible()
    page.get_by_label("I have read every page of it").check()
    press(page, "button", name="Approve and publish")
    page.get_by_text("The report is approved").wait_for()
    drain()

    for size in (PHONE, DESK):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        downloads(page, live_server, cast)


def downloads(page: Page, live_server: Any, cast: Cast) -> None:
    sign_in_browser(page, live_server, cast.governor)
    page.goto(live_server.url + reverse("reports_to_governors"))
    press(page, "link", name=SUMMER)
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]  # type: ignore[index]
    with page.expect_download() as given:
        page.get_by_role("button", name="Download the PDF").click()
    content = Path(given.value.path()).read_bytes()
    assert hashlib.sha256(content).hexdigest() == Report.objects.get().fingerprint


@pytest.mark.parametrize("page_name", ["figures", "policies", "training", "risks", "meetings", "rules"])
def test_nothing_is_wider_than_a_phone(cast: Cast, page: Page, live_server: Any, page_name: str) -> None:
    sign_in_browser(page, live_server, cast.dsl)
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(live_server.url + reverse(page_name))
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_schools_stand_side_by_side_on_a_desk_and_a_phone(
    cast: Cast, pupils: list[Any], page: Page, live_server: Any
) -> None:
    published(cast)
    sign_in_browser(page, live_server, cast.trust_admin)
    for size in (DESK, PHONE):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.goto(live_server.url + reverse("schools_compared"))
        assert page.get_by_text(SUMMER).first.is_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
