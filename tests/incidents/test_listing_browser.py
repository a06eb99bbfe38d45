"""The first page, the list and the tasks in a real browser: axe, reflow, scripts off."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from incidents.models import SavedView
from incidents.policy.routing import TaskCode
from incidents.vocabulary import IncidentType, Nature, Status
from tests.builders import a_concern, advance
from tests.cast import Cast, sign_in_browser
from tests.sound import axe_findings, sticking_out

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@pytest.fixture
def complaints(page: Page) -> list[str]:
    """What the browser said: broken scripts, breaches of the content policy."""
    said: list[str] = []
    page.on("console", lambda one: said.append(one.text) if one.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    return said


def sound(page: Page, what: str) -> None:
    found = axe_findings(page) + sticking_out(page)
    assert not found, (what, found)


def a_busy_school(cast: Cast) -> None:
    site = {"type": IncidentType.SOFT_PORN, "nature": Nature.ACCIDENTAL}
    a_concern(cast, danger=True, harmed=("second_pupil", "third_pupil"), about="x" * 190)
    a_concern(cast, description="It was on nasty.example for all to see.", **site)  # type: ignore[arg-type]
    advance(a_concern(cast, by="co_ordinator"), to=Status.AWAITING_OUTSIDE)
    advance(a_concern(cast, about="teacher", by="senior_leader"), to=Status.CLOSED)
    SavedView.objects.create(
        user=cast.dsl, school=cast.school, name="All of them " + "y" * 45, filters={"view": "all"}
    )


@pytest.mark.django_db(transaction=True)
def test_every_page_and_state_is_sound_at_every_width(
    cast: Cast, page: Page, live_server: Any, complaints: list[str]
) -> None:
    sign_in_browser(page, live_server, cast.dsl)
    for path in ("/", "/incidents/", "/incidents/?view=all", "/tasks/", "/incidents/views/"):
        page.goto(live_server.url + path)
        sound(page, f"empty {path}")
    a_busy_school(cast)
    task = TaskCode.FIRST_LOOK
    for path in (
        "/",
        "/incidents/",
        "/incidents/?view=all&status=closed&type=bullying&since=2020-01-01",
        f"/incidents/?view=all&person={cast.third_pupil.pk}",
        "/incidents/?view=todo&type=gambling",
        "/incidents/views/",
        "/incidents/views/save/?list=view%3Dall",
        "/incidents/person/",
    ):
        page.goto(live_server.url + path)
        sound(page, path)

    page.goto(live_server.url + "/incidents/")
    page.get_by_text("Filter this list").click()
    sound(page, "filter open")
    page.fill("#id_since_0", "31")
    page.get_by_role("button", name="Apply filters").click()
    page.wait_for_selector(".govuk-error-summary")
    sound(page, "filter wrong")
    page.locator(".govuk-error-summary a").click()
    assert page.evaluate("document.activeElement.id") == "id_since_1"

    page.goto(live_server.url + "/incidents/")
    page.fill("#id_words", "z" * 300)
    page.get_by_role("button", name="Search").click()
    page.wait_for_selector(".govuk-error-summary")
    sound(page, "search wrong")
    page.fill("#id_words", "nasty.example")
    page.get_by_role("button", name="Search").click()
    page.wait_for_selector(".app-chip")
    sound(page, "searched")

    page.goto(live_server.url + "/incidents/person/")
    page.get_by_role("button", name="Find").click()
    page.wait_for_selector(".govuk-error-summary")
    sound(page, "nobody typed")
    page.fill("#id_search", "had")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("link", name="Zoë Haddad").wait_for()
    sound(page, "people found")

    sign_in_browser(page, live_server, cast.co_ordinator)
    page.goto(live_server.url + "/tasks/")
    sound(page, "tasks")
    page.get_by_role("link", name="First look").first.click()
    sound(page, f"task {task}")
    page.get_by_role("button", name="Save").click()
    page.wait_for_selector(".govuk-error-summary")
    sound(page, "task wrong")
    noise = [one for one in complaints if not one.startswith("Failed to load resource: the server responded")]
    assert not noise


@pytest.fixture
def scriptless(browser: Browser) -> Iterator[Page]:
    opened = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    opened.set_default_timeout(15_000)
    yield opened.new_page()
    opened.close()


@pytest.mark.django_db(transaction=True)
def test_scripts_off_a_technician_finishes_a_task_and_a_lead_finds_an_incident(
    cast: Cast, scriptless: Page, live_server: Any
) -> None:
    a_busy_school(cast)
    page = sign_in_browser(scriptless, live_server, cast.technician)
    page.goto(live_server.url + "/")
    page.get_by_role("link", name="Have the site blocked").first.click()
    assert page.get_by_text("nasty[.]example").is_visible()
    page.get_by_label("Done", exact=True).check()
    page.get_by_label("What was done?").fill("Blocked for everybody at 3pm.")
    page.get_by_role("button", name="Save").click()
    assert page.get_by_text("The task is finished").is_visible()
    assert page.get_by_text("You have no tasks").is_visible()

    sign_in_browser(page, live_server, cast.dsl)
    page.goto(live_server.url + "/incidents/")
    page.get_by_text("Filter this list").click()
    page.get_by_label("Type").select_option("soft_porn")
    page.get_by_role("button", name="Apply filters").click()
    assert page.get_by_text("1 incident", exact=True).is_visible()
    page.get_by_role("link", name="Soft-core pornographic material").click()
    assert page.get_by_text("3 incidents").is_visible()
