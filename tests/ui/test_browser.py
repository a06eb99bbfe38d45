"""Every component in a real browser: axe, reflow, policy, keyboard, and life without scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.sound import axe_findings, sticking_out

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

PAGES = [
    "/?say=1",
    "/form/",
    "/form/#wrong",
    "/record/",
    "/done/",
    "/nope",
    "/broken/",
    "/database-down/",
    "/sign-in/?anonymous=1",
]


class Watched:
    """A page whose every complaint is written down."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address, self.complaints = page, address, list[str]()
        page.on(
            "console",
            lambda said: self.complaints.append(said.text) if said.type in ("error", "warning") else None,
        )
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def open(self, path: str) -> Page:
        self.page.goto(self.address + path.removesuffix("#wrong"))
        if path.endswith("#wrong"):
            wrong(self.page)
        return self.page

    def quiet(self) -> bool:
        """No complaint but the browser's own note of an answer that is an error on purpose."""
        return not [
            said
            for said in self.complaints
            if not said.startswith("Failed to load resource: the server responded")
        ]


def wrong(page: Page) -> None:
    """Send the big form with every kind of mistake."""
    page.get_by_label("Somewhere else").check()
    page.get_by_label("Something else").check()
    for part, typed in enumerate(("31", "feb", "26")):
        page.fill(f"#id_happened_on_{part}", typed)
    page.fill("#id_happened_at", "2.30")
    page.fill("#id_story", "y" * 320)
    page.get_by_role("button", name="Save and continue").click()
    page.wait_for_selector(".govuk-error-summary")


@pytest.fixture
def watched(page: Page, gallery: str) -> Watched:
    return Watched(page, gallery)


@pytest.fixture
def scriptless(browser: Browser) -> Iterator[Page]:
    opened = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    yield opened.new_page()
    opened.close()


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_and_nothing_sticks_out(watched: Watched, path: str) -> None:
    page = watched.open(path)
    assert axe_findings(page) + sticking_out(page) == []
    assert watched.quiet(), watched.complaints


def test_every_link_of_the_error_summary_focuses_its_field(watched: Watched) -> None:
    page = watched.open("/form/#wrong")
    assert page.title().startswith("Error: Report a concern")
    assert page.evaluate("document.activeElement.className") == "govuk-error-summary"
    links = page.locator(".govuk-error-summary__list a")
    assert links.count() == 9
    for index in range(links.count()):
        target = links.nth(index).get_attribute("href")
        links.nth(index).click()
        focused = page.evaluate("[document.activeElement.tagName, '#' + document.activeElement.id]")
        assert focused[0] in ("INPUT", "TEXTAREA", "SELECT")
        assert focused[1] == target


def test_nothing_typed_is_lost_when_the_form_comes_back(watched: Watched) -> None:
    page = watched.open("/form/#wrong")
    assert [page.input_value(f"#id_happened_on_{part}") for part in range(3)] == ["31", "feb", "26"]
    assert page.input_value("#id_story") == "y" * 320
    assert page.get_by_label("Somewhere else").is_checked()
    assert page.get_by_label("Name the place").is_visible()


def test_questions_appear_under_their_answer_and_none_of_these_clears_the_rest(watched: Watched) -> None:
    page = watched.open("/form/")
    assert not page.get_by_label("Name the place").is_visible()
    page.get_by_label("Somewhere else").check()
    assert page.get_by_label("Name the place").is_visible()
    assert page.get_by_label("Somewhere else").get_attribute("aria-expanded") is None
    page.get_by_label("Something else").check()
    assert page.get_by_label("Describe the kind of concern").is_visible()
    page.get_by_label("None of these").check()
    assert not page.get_by_label("Something else").is_checked()
    assert not page.get_by_label("Describe the kind of concern").is_visible()


def test_a_form_is_filled_in_and_sent_without_scripts(scriptless: Page, gallery: str) -> None:
    page = scriptless
    page.goto(gallery + "/form/")
    assert page.get_by_role("link", name="Report a concern").is_visible(), "the menu is open"
    assert not page.get_by_role("button", name="Hide screen").is_visible()
    page.get_by_label("Short title").fill("Messages")
    for part, typed in enumerate(("3", "March", "2026")):
        page.fill(f"#id_happened_on_{part}", typed)
    page.get_by_label("At home").check()
    page.get_by_label("Name the place").fill("stray text, never asked for")
    page.get_by_label("Bullying online").check()
    page.get_by_label("No", exact=True).check()
    page.get_by_label("What happened?").fill("They wrote to her.")
    page.get_by_label("Your password").fill("x")
    page.get_by_label("I have told the safeguarding lead").check()
    page.get_by_role("button", name="Save and continue").click()
    assert page.get_by_text("Your answers were accepted.").is_visible()


def test_the_cover_hides_everything_and_no_key_lifts_it(watched: Watched) -> None:
    page = watched.open("/record/")
    page.get_by_role("button", name="Hide screen").click()
    assert page.title() == "Timetable"
    for _ in range(5):
        page.keyboard.press("Escape")
    assert page.get_by_text("This screen is hidden.").is_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('main')).visibility") == "hidden"
    page.get_by_role("button", name="Show screen").click()
    page.wait_for_function("document.title.startsWith('Messages')")
    assert page.evaluate("document.activeElement.hasAttribute('data-hide-screen')")
    assert watched.quiet()


def test_a_session_about_to_end_asks_and_staying_works(context: BrowserContext, gallery: str) -> None:
    page = context.new_page()
    page.clock.install()
    page.goto(gallery + "/record/")
    page.clock.fast_forward(12 * 60_000)
    assert not page.get_by_text("Are you still there?").is_visible()
    page.clock.fast_forward(70_000)
    assert page.get_by_role("dialog", name="Are you still there?").is_visible()
    assert page.get_by_text("in 2 minutes").is_visible()
    page.clock.fast_forward(60_000)
    assert page.get_by_text("in less than a minute").is_visible()
    with page.expect_response(lambda answer: "/stay/" in answer.url) as stayed:
        page.get_by_role("button", name="Stay signed in").click()
    assert stayed.value.request.method == "POST"
    page.wait_for_function("!document.getElementById('session-warning').open")


def test_a_session_that_ended_leaves_the_page(context: BrowserContext, gallery: str) -> None:
    page = context.new_page()
    page.clock.install()
    page.goto(gallery + "/record/")
    page.clock.fast_forward(16 * 60_000)
    page.wait_for_url(re.compile("/sign-in/"))


def test_a_draft_is_saved_and_a_lost_connection_is_said(context: BrowserContext, gallery: str) -> None:
    page = context.new_page()
    page.goto(gallery + "/form/")
    with page.expect_response(lambda answer: "/draft/" in answer.url) as saved:
        page.get_by_label("What happened?").fill("They wrote to her.")
    assert "They+wrote+to+her." in (saved.value.request.post_data or "")
    page.wait_for_selector("text=/Draft saved at \\d+:\\d\\d/")
    context.set_offline(True)
    page.get_by_label("What happened?").fill("They wrote to her. Again.")
    page.wait_for_selector("text=Draft not saved: no connection. Keep this page open.")
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    with page.expect_response(lambda answer: "/draft/" in answer.url):
        context.set_offline(False)
    page.wait_for_selector("text=/Draft saved at/")


def test_a_draft_is_saved_when_the_page_is_left(context: BrowserContext, gallery: str) -> None:
    page = context.new_page()
    page.goto(gallery + "/form/")
    page.get_by_label("Short title").fill("Left in a hurry")
    page.goto(gallery + "/done/")
    page.wait_for_timeout(500)
    page.goto(gallery + "/draft/")
    assert "Left in a hurry" in page.inner_text("body")


def test_work_under_way_ends_by_itself_and_search_follows_the_typing(watched: Watched) -> None:
    page = watched.open("/record/")
    page.wait_for_selector("text=Reading rows: 1,200 of 1,200")
    assert page.locator("[hx-get]").count() == 0
    page.get_by_label("Find a person").fill("am")
    page.wait_for_selector("text=1 found")
    assert watched.quiet(), watched.complaints


def test_a_phone_closes_the_filters_and_a_desk_does_not(watched: Watched) -> None:
    watched.page.set_viewport_size({"width": 390, "height": 844})
    assert not watched.open("/").get_by_role("button", name="Apply filters").is_visible()
    watched.page.set_viewport_size({"width": 1280, "height": 844})
    assert watched.open("/").get_by_role("button", name="Apply filters").is_visible()


def test_the_first_key_skips_to_the_content(watched: Watched) -> None:
    page = watched.open("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main-content"


def test_paper_has_nothing_to_press(watched: Watched) -> None:
    page = watched.open("/record/")
    page.emulate_media(media="print")
    for gone in (
        ".app-header",
        ".govuk-button >> nth=0",
        ".govuk-summary-list__actions >> nth=0",
        ".app-footer",
    ):
        assert not page.locator(gone).is_visible(), gone
    assert page.get_by_text("Confidential: do not leave unattended.").is_visible()
