"""Signing in, in a real browser: passkeys, codes, what Back shows, axe on every page and error."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.core import mail

from esafety.signin.limits import SEEN_AT
from tests.signin.acts import app_for, code_of, trail
from tests.signin.conftest import PASSWORD
from tests.sound import WIDTHS, axe_findings, sticking_out

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session", autouse=True)
def assets() -> None:
    subprocess.run(
        [sys.executable, "-m", "esafety.ui.assets"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL
    )


@pytest.fixture
def context(browser: Browser, live_server) -> Iterator[BrowserContext]:
    """A profile that lives at our site. At its name: a passkey belongs to a name, never to a number."""
    url = live_server.url.replace("127.0.0.1", "localhost")
    opened = browser.new_context(base_url=url, locale="en-GB", timezone_id="Europe/London")
    opened.set_default_timeout(15_000)
    yield opened
    opened.close()


@pytest.fixture
def complaints(page: Page) -> Iterator[list[str]]:
    """Whatever the browser says against a page; a policy violation is one. Must be none at the end."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield said
    assert not [text for text in said if "the server responded with a status of 4" not in text]


@pytest.fixture
def device(context: BrowserContext, page: Page) -> str:
    """A device that knows its owner's fingerprint. Gives its id."""
    wires = context.new_cdp_session(page)
    wires.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    return wires.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]


def sign_in(page: Page, email: str, password: str = PASSWORD) -> None:
    """Fill in the page and send it; what comes next is for the caller to wait for."""
    page.goto("/sign-in/")
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def enter(page: Page, user: Any) -> None:
    sign_in(page, user.email)
    page.get_by_role("heading", name="Your cases").wait_for()


def give_code(page: Page, code: str) -> None:
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Sign in", exact=True).click()


# -- journeys ------------------------------------------------------------------------------------


def test_the_first_second_step_is_an_app(page, complaints, dsl):
    sign_in(page, dsl.email)
    page.get_by_role("button", name="Use an authenticator app").click()
    secret = page.locator("code").inner_text().replace(" ", "")
    picture = page.get_by_role("img", name="Picture to scan")
    assert picture.evaluate("image => image.naturalWidth > 0")
    page.get_by_label("Code showing in the app").fill(code_of(secret))
    page.get_by_role("button", name="Check the code").click()
    page.get_by_role("heading", name="Your recovery codes").wait_for()
    assert page.locator("main code").count() == 10
    page.get_by_role("button", name="I have kept them safe").click()
    page.get_by_role("heading", name="Your cases").wait_for()


def test_a_passkey_is_added_and_then_signs_in_alone(page, complaints, dsl, device):
    sign_in(page, dsl.email)
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_label("Name of the passkey").fill("Office laptop")
    page.get_by_role("button", name="Add the passkey").click()
    page.get_by_role("heading", name="Your recovery codes").wait_for()
    page.get_by_role("button", name="I have kept them safe").click()
    page.get_by_role("heading", name="Your cases").wait_for()
    leave(page)
    page.goto("/case/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_role("heading", name="Case of a child").wait_for()
    assert trail()[-1] == "signin.signed_in"
    assert Authenticator.objects.get(type="webauthn").wrap().name == "Office laptop"


def test_a_passkey_is_a_second_step_after_a_password(page, complaints, dsl, device):
    add_passkey(page, dsl)
    leave(page)
    sign_in(page, dsl.email)
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_role("heading", name="Your cases").wait_for()


def test_a_passkey_confirms_who_it_is(page, complaints, dsl, device):
    add_passkey(page, dsl)
    forget_proofs()
    page.goto("/export/")
    page.get_by_role("link", name="Use a passkey").click()
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_text("exported by GET").wait_for()


def test_a_device_that_says_no_is_explained(page, context, dsl, device):
    add_passkey(page, dsl)
    leave(page)
    wires = context.new_cdp_session(page)
    wires.send("WebAuthn.enable")
    page.goto("/sign-in/")
    no = "Promise.reject(new DOMException('no', 'NotAllowedError'))"
    page.evaluate(f"() => {{ navigator.credentials.get = () => {no} }}")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_text("The passkey was not used: it was cancelled or took too long").wait_for()


def test_without_scripts_everything_but_passkeys_works(browser, live_server, dsl):
    secret = app_for(dsl)
    page = browser.new_context(base_url=live_server.url, java_script_enabled=False).new_page()
    sign_in(page, dsl.email)
    assert not page.get_by_role("button", name="passkey").is_visible()
    give_code(page, code_of(secret))
    page.get_by_role("heading", name="Your cases").wait_for()
    page.context.close()


def test_back_after_signing_out_shows_nothing(page, complaints, teacher):
    enter(page, teacher)
    page.goto("/case/")
    page.get_by_role("heading", name="Case of a child").wait_for()
    leave(page)
    page.get_by_text("You have signed out.").wait_for()
    for _ in range(3):
        page.go_back()
        assert page.url.split("?")[0].endswith("/sign-in/")
        assert "Case of a child" not in page.content()


def test_a_page_left_alone_goes_away_by_itself_and_can_be_found_again(page, complaints, teacher, settings):
    settings.SESSION_IDLE_SECONDS = 4
    enter(page, teacher)
    page.goto("/case/?tab=2")
    page.wait_for_url(re.compile(r"/sign-in/\?next="), timeout=20_000)
    assert page.get_by_text("signed out because nothing happened").is_visible()
    assert not Session.objects.exists()
    settings.SESSION_IDLE_SECONDS = 900
    page.get_by_label("Email address").fill(teacher.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/case/?tab=2")


def leave(page: Page) -> None:
    page.locator("[data-menu] summary").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in/?ended=left")


def add_passkey(page: Page, user: Any) -> None:
    sign_in(page, user.email)
    page.wait_for_url(re.compile(r"/(security/needed/.*)?$"))
    page.goto("/security/passkeys/add/")
    page.get_by_role("button", name="Add the passkey").click()
    page.get_by_role("heading", name="Your recovery codes").wait_for()
    page.goto("/")


def forget_proofs() -> None:
    change_sessions(lambda data: data.pop("account_authentication_methods", None))


def change_sessions(change: Callable[[dict[str, Any]], Any]) -> None:
    from django.contrib.sessions.backends.db import SessionStore

    for row in Session.objects.all():
        store = SessionStore(row.session_key)
        change(store._get_session())
        store.save()


# -- every page and error ------------------------------------------------------------------------


def examine(page: Page, name: str) -> None:
    """axe, reflow and (when asked for) a picture, at every width."""
    page.wait_for_load_state()
    found = axe_findings(page) + sticking_out(page)
    assert not found, (name, found)
    for width in WIDTHS if os.environ.get("PICTURES") else ():
        page.set_viewport_size({"width": width, "height": 844})
        page.screenshot(path=f"{os.environ['PICTURES']}/{name}-{width}.png", full_page=True)


def refused(page: Page) -> None:
    page.locator(".govuk-error-summary").wait_for()


def test_the_pages_for_strangers(page, complaints, teacher, dsl):
    for name, url in {
        "sign-in": "/sign-in/",
        "idle": "/sign-in/?ended=idle&next=%2Fcase%2F",
        "left": "/sign-in/?ended=left",
        "forgotten": "/password/forgotten/",
        "sent": "/password/forgotten/sent/",
        "bad-link": "/password/new/1-abc/",
        "new-password-done": "/password/new/done/",
    }.items():
        page.goto(url)
        examine(page, name)
    sign_in(page, teacher.email, "wrong wrong wrong")
    refused(page)
    examine(page, "sign-in-refused")
    page.goto("/sign-in/")
    page.get_by_role("button", name="Sign in", exact=True).click()
    refused(page)
    examine(page, "sign-in-empty")
    page.get_by_role("link", name="Enter your email address").click()
    assert page.evaluate("document.activeElement.name") == "login"
    for _ in range(6):
        sign_in(page, "locked@elmlane.example")
        refused(page)
    examine(page, "sign-in-locked")
    page.goto("/password/forgotten/")
    page.get_by_label("Email address").fill("no address")
    page.get_by_role("button", name="Send me a link").click()
    refused(page)
    examine(page, "forgotten-refused")
    page.get_by_label("Email address").fill(teacher.email)
    page.get_by_role("button", name="Send me a link").click()
    page.get_by_role("heading", name="Look in your mail").wait_for()
    page.goto(re.search(r":8000(/\S+)", mail.outbox[-1].body)[1])
    examine(page, "new-password")
    page.get_by_label("New password").fill("Summer2026!!")
    page.get_by_role("button", name="Save the password").click()
    refused(page)
    examine(page, "new-password-refused")


def test_the_page_for_too_many_tries(page, complaints, client):
    for _ in range(31):
        client.post("/sign-in/", {})
    page.goto("/sign-in/")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("heading", name="Too many tries").wait_for()
    examine(page, "429")


def test_the_pages_of_the_second_step(page, complaints, dsl, device):
    sign_in(page, dsl.email)
    page.get_by_role("heading", name="Set up a second step").wait_for()
    examine(page, "needed")
    page.goto("/security/app/")
    examine(page, "app")
    page.get_by_label("Code showing in the app").fill("000000")
    page.get_by_role("button", name="Check the code").click()
    refused(page)
    examine(page, "app-refused")
    page.goto("/security/passkeys/add/")
    examine(page, "passkey")
    page.get_by_role("button", name="Add the passkey").click()
    page.get_by_role("heading", name="Your recovery codes").wait_for()
    examine(page, "codes")
    passkey = Authenticator.objects.get(type="webauthn").pk
    for name, url in {
        "security": "/security/",
        "codes-new": "/security/recovery-codes/new/",
        "passkey-name": f"/security/passkeys/{passkey}/name/",
        "places": "/security/places/",
        "password": "/password/change/",
        "sign-out": "/sign-out/",
        "confirm": "/confirm/?next=/case/",
        "confirm-code": "/confirm/code/?next=/case/",
        "confirm-passkey": "/confirm/passkey/?next=/case/",
    }.items():
        page.goto(url)
        examine(page, name)
    page.goto(f"/security/passkeys/{passkey}/remove/")
    examine(page, "passkey-stays")
    page.goto("/password/change/")
    page.get_by_role("button", name="Change the password").click()
    refused(page)
    examine(page, "password-refused")
    page.goto("/confirm/?next=/case/")
    page.get_by_label("Password", exact=True).fill("wrong")
    page.get_by_role("button", name="Confirm").click()
    refused(page)
    examine(page, "confirm-refused")
    page.goto("/")
    leave(page)
    sign_in(page, dsl.email)
    page.get_by_role("heading", name="Your second step").wait_for()
    examine(page, "second-step")
    give_code(page, "000000")
    refused(page)
    examine(page, "second-step-refused")


def test_the_pages_of_somebody_who_may_remove_a_step(page, complaints, teacher, device):
    add_passkey(page, teacher)
    app_for(teacher)
    passkey = Authenticator.objects.get(type="webauthn").pk
    for name, url in {
        "security-full": "/security/",
        "app-remove": "/security/app/remove/",
        "passkey-remove": f"/security/passkeys/{passkey}/remove/",
    }.items():
        page.goto(url)
        examine(page, name)
    page.get_by_role("button", name="Remove the passkey").click()
    page.wait_for_url("**/security/")
    assert not Authenticator.objects.filter(type="webauthn").exists()


def test_a_session_forgotten_by_the_server_is_forgotten_by_the_page(page, teacher):
    enter(page, teacher)
    change_sessions(lambda data: data.update({SEEN_AT: 0}))
    page.goto("/case/")
    page.get_by_text("signed out because nothing happened").wait_for()
