"""A school turns single sign-on on, and a teacher signs in with it, in a real browser with a real provider."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from esafety.signin.models import SignInProvider
from tests.cast import Cast, sign_in_browser
from tests.pressing import press
from tests.signin.school_accounts import CLIENT, SECRET, Desk, a_provider, desk
from tests.signin.school_accounts import _desk as _desk
from tests.sound import is_sound

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["desk"]


@pytest.fixture
def complaints(page: Page) -> Iterator[list[str]]:
    """A breach of our content security policy is a complaint. Must be none at the end."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield said
    assert not [text for text in said if "the server responded with a status of" not in text]


@pytest.fixture
def school_desk(desk: Desk, live_server: Any, settings: Any) -> Desk:
    """The provider knows our address: the one people type is the live server's."""
    settings.BASE_URL = live_server.url
    return desk


def test_from_nothing_to_a_teacher_who_signs_in(
    cast: Cast, page: Page, live_server: Any, school_desk: Desk, complaints: list[str]
) -> None:
    school_desk.says(claims={"email": cast.teacher.email, "email_verified": True}, asks=True)
    sign_in_browser(page, live_server, cast.school_admin)
    page.goto(live_server.url + reverse("office"))
    press(page, "link", name="Signing in with school accounts")
    is_sound(page)
    page.get_by_role("button", name="Enter the provider").click()
    press(page, "button", name="Save")
    is_sound(page)
    page.get_by_label("Another provider").check()
    page.get_by_label("Issuer").fill(school_desk.issuer())
    page.get_by_label("What do your people call it?").fill("Clearway")
    page.get_by_label("Application (client) ID").fill(CLIENT)
    page.get_by_label("Client secret").fill(SECRET)
    page.get_by_label("Email domains of your school").fill("harbour.example")
    is_sound(page)
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Test it").click()
    page.get_by_text("Clearway answers as it should.").wait_for()
    is_sound(page)
    sign_in_browser(page, live_server, cast.head)
    page.goto(live_server.url + reverse("office"))
    page.get_by_role("link", name="Signing in with school accounts").click()
    page.get_by_role("button", name="Turn it on").click()
    page.get_by_text("People can now sign in with Clearway.").wait_for()
    is_sound(page)

    page.context.clear_cookies()
    page.goto(live_server.url + reverse("reports"))
    is_sound(page)
    page.get_by_role("button", name="Sign in with Clearway").click()
    page.get_by_role("heading", name="Who are you?").wait_for()
    page.get_by_role("button", name="It is me").click()
    page.wait_for_url(re.compile(re.escape(live_server.url + reverse("reports"))))
    page.get_by_text("Jamal Rashid").first.wait_for(state="attached")

    sign_in_browser(page, live_server, cast.school_admin)
    page.goto(live_server.url + reverse("sign_in_settings"))
    page.get_by_role("button", name="Untie Jamal Rashid").wait_for()
    is_sound(page)


def test_without_scripts_too(cast: Cast, browser: Any, live_server: Any, school_desk: Desk) -> None:
    a_provider(cast.school, school_desk, domains=["harbour.example"])
    school_desk.says(claims={"email": cast.teacher.email, "email_verified": True}, asks=True)
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(live_server.url + reverse("account_login"))
    page.get_by_role("button", name="Sign in with Clearway").click()
    page.get_by_role("button", name="It is me").click()
    page.wait_for_url(live_server.url + reverse("home"))
    context.close()


def test_turned_away_on_a_page_that_is_sound(
    cast: Cast, page: Page, live_server: Any, school_desk: Desk, complaints: list[str]
) -> None:
    a_provider(cast.school, school_desk, domains=["harbour.example"])
    school_desk.says(claims={"email": "stranger@harbour.example", "email_verified": True})
    page.goto(live_server.url + reverse("account_login"))
    page.get_by_role("button", name="Sign in with Clearway").click()
    page.get_by_role("heading", name="You could not be signed in").wait_for()
    is_sound(page)
    page.get_by_role("button", name="Back to signing in").click()
    page.get_by_role("heading", name="Sign in").first.wait_for()


def test_with_many_providers_the_address_is_asked_first(
    cast: Cast, page: Page, live_server: Any, school_desk: Desk, complaints: list[str]
) -> None:
    from esafety.office.actions import add_school

    for number in range(3):
        school = add_school(name=f"School {number}", by=None)
        a_provider(school, school_desk, label=f"Provider {number}", domains=[f"s{number}.example"])
    a_provider(cast.school, school_desk, domains=["harbour.example"])
    assert SignInProvider.objects.on().count() == 4
    page.goto(live_server.url + reverse("account_login"))
    is_sound(page)
    page.get_by_role("button", name="Sign in with a Microsoft or Google account").click()
    press(page, "button", name="Continue")
    is_sound(page)
    page.get_by_label("School email address").fill("anybody@harbour.example")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Sign in with Clearway").wait_for()
    is_sound(page)
