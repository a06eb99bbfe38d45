"""A teacher reports: on a phone in four minutes, without scripts, with the keyboard alone, with a broken line.

Every page and every page with errors is looked at by axe and at three widths.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from django.core.cache import cache
from django.urls import reverse

from incidents.models import Draft, Incident, Involvement
from tests.cast import Cast, sign_in_browser
from tests.sound import is_sound

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"width": 390, "height": 844}
WORDS = "Zoe showed me a chat in which a man she does not know asks her to meet him."


@pytest.fixture(autouse=True)
def _fresh_count() -> None:
    cache.clear()


@pytest.fixture
def context(browser: Browser, live_server: Any) -> Iterator[BrowserContext]:
    opened = browser.new_context(
        base_url=live_server.url, locale="en-GB", timezone_id="Europe/London", viewport=PHONE, has_touch=True
    )
    opened.set_default_timeout(15_000)
    yield opened
    opened.close()


@pytest.fixture
def phone(page: Page, live_server: Any, cast: Cast) -> Iterator[Page]:
    """The teacher's phone, signed in. The browser must have nothing to say against any page."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield sign_in_browser(page, live_server, cast.teacher)
    assert not [line for line in said if not line.startswith("Failed to load resource")]


@pytest.fixture
def scriptless(browser: Browser, live_server: Any, cast: Cast) -> Iterator[Page]:
    opened = browser.new_context(base_url=live_server.url, java_script_enabled=False, viewport=PHONE)
    yield sign_in_browser(opened.new_page(), live_server, cast.teacher)
    opened.close()


def heading(page: Page, words: str) -> None:
    page.get_by_role("heading", level=1, name=words).wait_for()


def sound(page: Page) -> None:
    """axe finds nothing at three widths, nothing sticks out; back to the phone."""
    is_sound(page, back_to=PHONE["width"])


def wrong(page: Page, button: str = "Save and continue") -> None:
    """Send the page as it is; every line of the summary leads to a question."""
    page.get_by_role("button", name=button, exact=True).click()
    page.locator(".govuk-error-summary__list a").first.wait_for()
    assert page.title().startswith("Error: ")
    sound(page)


def go_on(page: Page) -> None:
    page.get_by_role("button", name="Save and continue", exact=True).click()


class Counted:
    """Taps and keys of one journey, and the pages it went through."""

    def __init__(self, page: Page) -> None:
        self.page, self.taps, self.keys, self.pages = page, 0, 0, 1

    def tap(self, name: str, role: Any = "radio", group: str = "", *, leads_on: bool = False) -> None:
        within = self.page.get_by_role("group", name=group) if group else self.page
        target = within.get_by_role(role, name=name, exact=True)
        self.taps += 1
        if leads_on:
            self.pages += 1
            with self.page.expect_navigation():
                target.tap()
        else:
            target.tap()

    def type(self, label: str, text: str) -> None:
        self.taps += 1
        self.keys += len(text)
        self.page.get_by_label(label).press_sequentially(text)


# -- the short way, counted ---------------------------------------------------------------------------


def test_four_minutes_are_enough_on_a_phone(phone: Page) -> None:
    """Four pages, eight taps and the words themselves: at 200 keys a minute, well under four minutes."""
    phone.goto(reverse("report"))
    journey = Counted(phone)
    journey.tap("No", group="Is anybody in immediate danger?")
    journey.tap("No", group="Are there pictures or videos that may show child abuse?")
    journey.tap("Continue", "button", leads_on=True)
    journey.type("What happened?", "Two boys sent nasty messages to a girl in the class chat last night.")
    journey.tap("Bullying or harassment (online bullying)", "checkbox")
    journey.tap("Yes", group="Have you told a safeguarding lead in person?")
    journey.tap("Save and go to the end", "button", leads_on=True)
    journey.tap("Send the report", "button", leads_on=True)
    heading(phone, "Your report was sent")
    assert (journey.pages, journey.taps, journey.keys) == (4, 8, 68)
    assert Incident.objects.get().primary_type == "bullying"


# -- the whole way ------------------------------------------------------------------------------------


def test_the_whole_report_on_a_phone(phone: Page, cast: Cast) -> None:
    phone.goto(reverse("report"))
    sound(phone)
    wrong(phone, "Continue")
    phone.locator("#id_danger").check()
    phone.locator("#id_images-2").check()
    phone.get_by_role("button", name="Continue", exact=True).click()
    heading(phone, "Before you go on")
    assert phone.get_by_text("Ring 999").is_visible()
    sound(phone)
    phone.get_by_role("button", name="Go on with my report").click()
    heading(phone, "Your concern")
    sound(phone)
    wrong(phone)
    fill_concern(phone)
    go_on(phone)
    heading(phone, "Before you go on")
    phone.get_by_role("button", name="Go on with my report").click()
    heading(phone, "The main kind")
    sound(phone)
    go_on(phone)
    name_people(phone)
    fill_the_rest(phone)
    heading(phone, "Check and send")
    sound(phone)
    assert phone.get_by_text("hxxp://meet[.]example/now").is_visible()
    phone.get_by_role("link", name="All sections").click()
    heading(phone, "Your report so far")
    sound(phone)
    phone.get_by_role("button", name="Check and send").click()
    phone.get_by_role("button", name="Send the report").click()
    heading(phone, "Your report was sent")
    sound(phone)
    afterwards(phone)
    incident = Incident.objects.get()
    assert (incident.danger, incident.lane) == (True, "safeguarding")
    assert {row.who for row in Involvement.objects.all()} == {"Zoë Haddad", "A man called Dan"}


def fill_concern(page: Page) -> None:
    page.get_by_label("What happened?").fill(WORDS)
    page.get_by_label("Online grooming").check()
    page.get_by_label("Something else").check()
    page.get_by_label("What else is it?").fill("A false name")
    page.get_by_role("group", name="Have you told").get_by_label("No, not yet").check()
    page.locator("summary").filter(has_text="The child’s own words").click()
    page.get_by_label("The child’s own words").fill("He is nice")


def name_people(page: Page) -> None:
    heading(page, "Who was involved")
    sound(page)
    page.get_by_label("Find somebody by name").press_sequentially("hadd")
    page.get_by_label("Zoë Haddad").check()
    sound(page)
    page.get_by_label("Harmed, or a victim").check()
    page.get_by_role("button", name="Save and name somebody else").click()
    page.get_by_role("heading", name="Named so far").wait_for()
    sound(page)
    page.get_by_role("link", name="Change or remove").click()
    heading(page, "Zoë Haddad")
    sound(page)
    page.get_by_role("button", name="Save", exact=True).click()
    heading(page, "Who was involved")
    page.get_by_text("Not found? Write who it is").click()
    page.get_by_label("Name, or what you know of them").fill("A man called Dan")
    wrong(page)
    page.get_by_label("What are they?").select_option("other")
    page.get_by_label("Subject or instigator").check()
    go_on(page)


def fill_the_rest(page: Page) -> None:
    heading(page, "When and where")
    sound(page)
    page.get_by_label("On one day").check()
    for part, typed in enumerate(("31", "2", "2026")):
        page.fill(f"#id_happened_on_{part}", typed)
    wrong(page)
    page.fill("#id_happened_on_0", "3")
    page.fill("#id_happened_time", "2.30pm")
    go_on(page)
    heading(page, "Nature, device and addresses")
    page.get_by_label("Deliberate", exact=True).check()
    page.get_by_label("Web addresses").fill("http://meet.example/now")
    sound(page)
    go_on(page)
    heading(page, "How it could be considered")
    sound(page)
    page.get_by_label("Grooming").check()
    go_on(page)
    heading(page, "Action taken so far")
    sound(page)
    go_on(page)


def afterwards(page: Page) -> None:
    page.get_by_role("button", name="See or add to my report").click()
    page.get_by_text(WORDS).wait_for()
    sound(page)
    page.get_by_role("button", name="Add to my report").click()
    heading(page, "Add to your report")
    wrong(page, "Add to my report")
    page.get_by_label("What do you want to add?").fill("She has blocked him")
    page.get_by_label("Fact: seen").check()
    page.get_by_role("button", name="Add to my report", exact=True).click()
    page.get_by_text("She has blocked him").wait_for()
    sound(page)
    page.goto(reverse("reports"))
    heading(page, "My reports")
    sound(page)


@pytest.mark.parametrize("name", ["blank_form", "people_search"])
def test_the_pages_beside_it_are_sound(phone: Page, name: str) -> None:
    phone.goto(reverse(name))
    sound(phone)


def test_drafts_deleting_one_and_one_that_is_gone_are_sound(phone: Page) -> None:
    begin(phone)
    phone.goto(reverse("report"))
    phone.get_by_role("heading", name="Go on with a report").wait_for()
    sound(phone)
    phone.get_by_role("link", name=re.compile("^Delete")).click()
    heading(phone, "Delete this report?")
    sound(phone)
    page_of_it = phone.url.replace("/discard/", "/what/")
    phone.get_by_role("button", name="Delete it").click()
    heading(phone, "Report a concern")
    phone.goto(page_of_it)
    heading(phone, "This report is not here any more")
    sound(phone)


def test_sending_too_early_says_what_is_missing(phone: Page) -> None:
    begin(phone)
    phone.get_by_role("link", name="All sections").click()
    phone.get_by_role("button", name="Check and send").click()
    phone.get_by_role("button", name="Send the report").click()
    phone.get_by_text("Needed before you can send").wait_for()
    assert phone.title().startswith("Error: ")
    sound(phone)
    phone.get_by_role("link", name="Your concern", exact=True).click()
    heading(phone, "Your concern")


# -- nothing typed is lost ------------------------------------------------------------------------------


def begin(page: Page) -> None:
    page.goto(reverse("report"))
    page.locator("#id_danger-2").check()
    page.locator("#id_images-2").check()
    page.get_by_role("button", name="Continue", exact=True).click()
    heading(page, "Your concern")


def test_what_is_typed_is_saved_by_itself(phone: Page) -> None:
    begin(phone)
    phone.get_by_label("What happened?").press_sequentially("The bell rings in the mid")
    phone.get_by_text("Draft saved at").wait_for()
    address = phone.url
    phone.goto(reverse("reports"))
    phone.goto(address)
    assert phone.get_by_label("What happened?").input_value() == "The bell rings in the mid"


def test_leaving_the_page_at_once_loses_nothing(phone: Page) -> None:
    begin(phone)
    phone.get_by_label("What happened?").press_sequentially("Gone in a moment")
    phone.goto(reverse("reports"))
    heading(phone, "My reports")
    phone.wait_for_timeout(500)
    assert Draft.objects.get().sections["what"]["typed"]["description"] == ["Gone in a moment"]


def test_with_a_broken_line_it_says_so_and_keeps_trying(phone: Page, context: BrowserContext) -> None:
    begin(phone)
    context.set_offline(True)
    phone.get_by_label("What happened?").press_sequentially("In the far hut")
    phone.get_by_text("Draft not saved: no connection").wait_for()
    context.set_offline(False)
    phone.get_by_text("Draft saved at").wait_for()
    assert Draft.objects.get().sections["what"]["typed"]["description"] == ["In the far hut"]


def test_pressing_send_twice_makes_one_report(phone: Page) -> None:
    begin(phone)
    fill_concern(phone)
    phone.get_by_role("button", name="Save and go to the end").click()
    phone.goto(phone.url.replace("/now/", "/check/"))
    phone.get_by_role("button", name="Send the report").dblclick()
    heading(phone, "Your report was sent")
    phone.go_back()
    assert Incident.objects.count() == 1


# -- other ways ------------------------------------------------------------------------------------------


def test_without_scripts(scriptless: Page) -> None:
    page = scriptless
    begin(page)
    page.get_by_label("What happened?").fill(WORDS)
    page.get_by_label("Online grooming").check()
    page.get_by_role("group", name="Have you told").get_by_label("No, not yet").check()
    go_on(page)
    assert page.get_by_text("Ruth Adeyemi").is_visible()
    page.get_by_role("button", name="Go on with my report").click()
    page.get_by_label("Find somebody by name").fill("hadd")
    page.get_by_role("button", name="Find", exact=True).click()
    page.get_by_label("Zoë Haddad").check()
    page.get_by_label("Harmed, or a victim").check()
    go_on(page)
    page.get_by_label("On one day").check()
    for part, typed in enumerate(("3", "march", "26")):
        page.fill(f"#id_happened_on_{part}", typed)
    page.get_by_label("In which other way?").fill("stray words in a question that was not asked")
    go_on(page)
    page.get_by_role("button", name="Save and go to the end").click()
    page.get_by_role("button", name="Send the report").click()
    heading(page, "Your report was sent")
    incident = Incident.objects.get()
    assert (incident.found_by, incident.statements.get().found_by_other) == ("reported", "")
    assert Involvement.objects.get().who == "Zoë Haddad"


def test_with_the_keyboard_alone(phone: Page) -> None:
    """Tab, Space, arrows and Enter; focus is always to be seen where it is."""
    phone.set_viewport_size({"width": 1280, "height": 900})
    press = phone.keyboard.press
    phone.goto(reverse("report"))
    tab_to(phone, lambda at: at["id"].startswith("id_danger"))
    press("ArrowDown")
    press("Tab")
    press("Space")
    press("ArrowDown")
    tab_to(phone, lambda at: at["text"] == "Continue")
    press("Enter")
    heading(phone, "Your concern")
    tab_to(phone, lambda at: at["id"] == "id_description")
    phone.keyboard.type("With the keyboard")
    tab_to(phone, lambda at: at["id"].startswith("id_types"))
    press("Space")
    tab_to(phone, lambda at: at["id"].startswith("id_told_lead"))
    press("Space")
    tab_to(phone, lambda at: at["text"] == "Save and continue")
    press("Enter")
    heading(phone, "Who was involved")
    tab_to(phone, lambda at: at["id"] == "id_search")
    phone.keyboard.type("hadd")
    phone.get_by_label("Zoë Haddad").wait_for()
    tab_to(phone, lambda at: at["id"].startswith("person-"))
    press("Space")
    tab_to(phone, lambda at: at["id"].startswith("id_part"))
    press("ArrowDown")
    tab_to(phone, lambda at: at["text"] == "Save and continue")
    press("Enter")
    heading(phone, "When and where")
    tab_to(phone, lambda at: at["text"] == "Save and go to the end")
    press("Enter")
    heading(phone, "Check and send")
    tab_to(phone, lambda at: at["text"] == "Send the report")
    press("Enter")
    heading(phone, "Your report was sent")
    assert Involvement.objects.get().part == "harmed"


def tab_to(page: Page, there: Callable[[dict[str, Any]], bool], most: int = 60) -> None:
    """Press Tab until there; what has the focus can be seen."""
    for _ in range(most):
        page.keyboard.press("Tab")
        at = page.evaluate(
            """() => { const e = document.activeElement, box = e.getBoundingClientRect();
            return { id: e.id, text: e.textContent.trim(), seen: box.width > 0 && box.height > 0 } }"""
        )
        assert at["seen"], at
        if there(at):
            return
    raise AssertionError("the keyboard never gets there")
