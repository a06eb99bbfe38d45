"""The office's pages in a real browser: axe, narrow screens, and a move by a press."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from django.utils import timezone

from esafety.office.actions import add_absence, add_account, add_contact, add_person, give_post
from esafety.people.vocabulary import ContactKind, PersonKind, Role
from tests.cast import Cast, sign_in_browser

if TYPE_CHECKING:
    from playwright.sync_api import Page

HEADINGS = {"Who is on duty", "Contacts outside the school", "Enter an absence"}
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture
def office(cast: Cast, page: Page, live_server: Any) -> Page:
    """Two leads, one of them away, and a contact nobody has checked."""
    user = add_account(email="second@harbour.example", name="Ola Second", by=None)
    add_person(
        school=cast.school,
        kind=PersonKind.STAFF,
        given_name="Ola",
        family_name="Second",
        account=user,
        by=None,
    )
    give_post(user=user, school=cast.school, role=Role.DSL, duty_order=200, by=None)
    now = timezone.now()
    add_absence(
        user=cast.dsl, school=cast.school, from_at=now, until_at=now + dt.timedelta(hours=9), by=cast.dsl
    )
    add_contact(
        school=cast.school,
        kind=ContactKind.SCHOOLS_HR,
        name="Personnel and people services, the whole county",
        email="a.very.long.address.indeed@personnel.services.of.the.county.example",
        secure_mail_note="Send nothing before they have rung back.",
        by=None,
    )
    return sign_in_browser(page, live_server, cast.head)


@pytest.mark.parametrize("width", [1280, 390, 320])
@pytest.mark.parametrize("name", ["duty", "contacts", "absence_add", "absence_add wrong"])
def test_axe_finds_nothing_and_nothing_sticks_out(
    office: Page, live_server: Any, name: str, width: int
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    complaints: list[str] = []
    office.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    office.set_viewport_size({"width": width, "height": 844})
    office.goto(live_server.url + reverse(name.split()[0]))
    if name.endswith("wrong"):
        office.get_by_role("button", name="Enter", exact=True).click()
        office.wait_for_selector(".govuk-error-summary")
    assert office.get_by_role("heading", level=1).inner_text() in HEADINGS
    found = Axe().run(office, options={"runOnly": TAGS}).response["violations"]
    assert not [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found]
    assert office.evaluate("document.documentElement.scrollWidth") <= width
    assert not [said for said in complaints if "status of 422" not in said]


def test_a_head_moves_a_lead_up(office: Page, live_server: Any) -> None:
    office.goto(live_server.url + reverse("duty"))
    office.get_by_role("button", name=re.compile("Earlier.*Ola Second")).click()
    assert office.get_by_text("Ola Second is now number 1").is_visible()
