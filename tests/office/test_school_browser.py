"""Calendar, contacts, devices, settings and the help page in a real browser: axe, journeys, one sheet of paper."""

from __future__ import annotations

import datetime as dt
import io
import re
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from esafety.office import actions
from esafety.office.forms.settings import LONGEST_TEXT, MOST_LINES
from esafety.office.vocabulary import Condition, DeviceKind, DeviceState
from esafety.people.models import School
from esafety.people.vocabulary import ContactKind
from tests.cast import Cast, sign_in_browser
from tests.sound import is_sound

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@pytest.fixture
def complaints(page: Page) -> list[str]:
    """What the browser complains of, refused forms left out."""
    heard: list[str] = []
    page.on("console", lambda said: heard.append(said.text) if said.type == "error" else None)
    return heard


def is_quiet(complaints: list[str]) -> None:
    assert not [said for said in complaints if "status of 422" not in said]


@pytest.fixture
def office(cast: Cast, page: Page, live_server: Any) -> Page:
    """The administrator, who sees no case, with something in every drawer."""
    told = {"kind": DeviceKind.LAPTOP, "serial_number": "SN-1"}
    lent = actions.add_device(school=cast.school, asset_tag="LAP-1", description="Grey", by=None, **told)
    lost = actions.add_device(school=cast.school, asset_tag="LAP-2", description="", by=None, **told)
    actions.set_device_state(device=lost, state=DeviceState.LOST, by=cast.technician)
    actions.sign_device_out(
        device=lent,
        person=cast.person_of(cast.teacher),
        out_on=timezone.localdate() - dt.timedelta(days=9),
        due_back=timezone.localdate() - dt.timedelta(days=1),
        condition=Condition.GOOD,
        note="With a very long note about the charger and the bag that it came in",
        by=cast.technician,
    )
    actions.add_contact(
        school=cast.school,
        kind=ContactKind.SCHOOLS_HR,
        name="Personnel and people services, the whole county",
        email="a.very.long.address.indeed@personnel.services.of.the.county.example",
        by=None,
    )
    return sign_in_browser(page, live_server, cast.school_admin)


def test_a_year_is_copied_forward_without_scripts(browser: Browser, cast: Cast, live_server: Any) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = sign_in_browser(context.new_page(), live_server, cast.head)
    page.goto(live_server.url + reverse("calendar_year", args=[2027]))
    page.get_by_role("button", name="Copy 2026 to 2027 into this year").click()
    assert page.get_by_label("Name").first.input_value() == "Autumn term 2027"
    page.get_by_role("button", name="Save these dates").click()
    assert page.get_by_text("The school year 2027 to 2028 is in the calendar.").is_visible()
    assert page.locator("svg[role=img]").count() == 12
    context.close()


def test_contacts_are_checked_with_one_press(office: Page, live_server: Any) -> None:
    office.goto(live_server.url + reverse("contacts"))
    button = office.get_by_role("button", name=re.compile("I have checked these details today.*Personnel"))
    button.click()
    assert office.get_by_text("Personnel and people services, the whole county: checked today.").is_visible()
    assert button.count() == 0


def test_a_laptop_is_lent_on_a_phone_without_scripts(browser: Browser, cast: Cast, live_server: Any) -> None:
    told = {"kind": DeviceKind.LAPTOP, "description": "", "serial_number": ""}
    device = actions.add_device(school=cast.school, asset_tag="LAP-7", by=None, **told)
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 700})
    page = sign_in_browser(context.new_page(), live_server, cast.technician)
    page.goto(live_server.url + reverse("device", args=[device.pk]))
    page.get_by_role("button", name="Sign out", exact=True).first.click()
    page.get_by_label("Who takes it?").fill("lowry")
    page.get_by_role("button", name="Find").click()
    assert "lowry" not in page.url, "a name travels by POST"
    page.get_by_role("link", name="Kate Lowry").click()
    page.get_by_label("Good").check()
    page.get_by_role("button", name="Sign out", exact=True).last.click()
    assert page.get_by_text("is signed out. Print the slip").is_visible()
    context.close()


@pytest.fixture
def full_help(cast: Cast) -> str:
    """A help page with as much text as there may be, and an address as long as it may be."""
    line = ("Tell a grown-up. " * 50)[: LONGEST_TEXT // MOST_LINES - 2]
    text = "\n\n".join([line] * MOST_LINES)
    School.objects.filter(pk=cast.school.pk).update(
        help_is_public=True,
        help_names_co_ordinator=True,
        help_how_to_reach=text,
        help_for_pupils=text,
        help_for_parents=text,
        slug="s" * 60,
    )
    return reverse("help", args=["s" * 60])


def test_the_help_page_is_sound_has_large_targets_and_no_cookie(
    full_help: str, page: Page, live_server: Any, complaints: list[str]
) -> None:
    page.goto(live_server.url + full_help)
    is_sound(page)
    is_quiet(complaints)
    page.set_viewport_size({"width": 320, "height": 640})
    for link in page.locator("main a").all():
        box = link.bounding_box()
        assert box is not None
        assert box["height"] >= 44, link.inner_text()
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    page.mouse.wheel(0, 3000)
    assert page.get_by_role("button", name="Leave this page").is_visible()
    box = page.get_by_role("button", name="Leave this page").bounding_box()
    assert box is not None
    assert 0 <= box["y"] < 640, "it stays in reach"


def test_the_help_page_prints_on_one_sheet_with_the_way_back_to_it(
    full_help: str, page: Page, live_server: Any
) -> None:
    page.goto(live_server.url + full_help)
    reader = PdfReader(io.BytesIO(page.pdf(format="A4")))
    assert len(reader.pages) == 1
    text = reader.pages[0].extract_text()
    assert "0800 1111" in text
    assert "Leave this page" not in text
    assert "s" * 60 in text.replace("\n", "")
