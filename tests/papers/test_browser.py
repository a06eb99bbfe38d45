"""The pages of this room in a real browser: axe, reflow, policy, a real download, life without scripts."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.urls import reverse

from esafety.outbox.vocabulary import State
from esafety.papers.actions import Sent
from esafety.papers.handover import unlock
from esafety.papers.models import DocumentLink, Paper
from esafety.papers.vocabulary import Why
from esafety.people.models import ExternalContact, User
from tests.papers.conftest import run, signed_in
from tests.papers.test_document_links import WRONG
from tests.sound import is_sound

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="session", autouse=True)
def assets() -> None:
    subprocess.run(
        [sys.executable, "-m", "esafety.ui.assets"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL
    )


@pytest.fixture
def context(browser: Browser, live_server: Any) -> Iterator[BrowserContext]:
    opened = browser.new_context(base_url=live_server.url, locale="en-GB", timezone_id="Europe/London")
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
    assert not [text for text in said if "the server responded with a status of" not in text]


def come_in(context: BrowserContext, user: User, live_server: Any) -> None:
    key = signed_in(user).cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}])


def address(paper: Paper) -> str:
    return reverse("papers:paper", args=[paper.reference])


def test_the_page_becomes_ready_by_itself_and_gives_the_file(
    page: Page,
    context: BrowserContext,
    live_server: Any,
    dsl: User,
    paper: Paper,
    complaints: list[str],
    tmp_path: Path,
) -> None:
    come_in(context, dsl, live_server)
    page.goto(address(paper))
    is_sound(page)
    run(paper)
    page.get_by_role("link", name="Download the PDF").wait_for()
    is_sound(page)
    with page.expect_download() as coming:
        page.get_by_role("link", name="Download the PDF").click()
    coming.value.save_as(tmp_path / "got.pdf")
    assert (tmp_path / "got.pdf").read_bytes().startswith(b"%PDF")
    assert coming.value.suggested_filename == f"poster-{paper.school_id}.pdf"


def test_without_scripts_the_page_asks_again_by_itself(
    browser: Browser, live_server: Any, dsl: User, paper: Paper
) -> None:
    bare = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    come_in(bare, dsl, live_server)
    page = bare.new_page()
    page.goto(address(paper))
    assert page.get_by_role("link", name="Check now").is_visible()
    run(paper)
    page.get_by_role("link", name="Download the PDF").wait_for(timeout=15_000)
    bare.close()


@pytest.mark.parametrize(
    "fields",
    [
        {"state": State.PARKED, "last_error": Why.NO_LIBRARIES},
        {"state": State.WITHHELD, "last_error": Why.TOO_LATE},
    ],
)
def test_what_went_wrong_is_said_on_a_sound_page(
    page: Page,
    context: BrowserContext,
    live_server: Any,
    dsl: User,
    paper: Paper,
    complaints: list[str],
    fields: Any,
) -> None:
    Paper.objects.update(**fields)
    come_in(context, dsl, live_server)
    page.goto(address(paper))
    is_sound(page)
    if fields["state"] == State.PARKED:
        page.get_by_role("button", name="Try again").click()
        page.get_by_text("Waiting for its turn").wait_for()


def test_the_officer_gets_the_document_with_the_keyboard_alone(
    page: Page, live_server: Any, sent: Sent, complaints: list[str], tmp_path: Path
) -> None:
    page.goto(sent.link.path)
    is_sound(page)
    page.get_by_label("Passphrase").fill(WRONG)
    page.keyboard.press("Enter")
    page.get_by_text("You have 4 more tries before the link closes").first.wait_for()
    is_sound(page)
    page.get_by_label("Passphrase").fill(sent.passphrase)
    page.keyboard.press("Enter")
    button = page.get_by_role("button", name="Download the PDF")
    button.wait_for()
    is_sound(page)
    button.focus()
    with page.expect_download() as coming:
        page.keyboard.press("Enter")
    coming.value.save_as(tmp_path / "got.pdf")
    assert (tmp_path / "got.pdf").read_bytes().startswith(b"%PDF")
    page.get_by_role("button", name="I have received the document").focus()
    page.keyboard.press("Enter")
    page.get_by_text("You have confirmed").wait_for()
    is_sound(page)
    now = DocumentLink.objects.get()
    assert (now.opens, now.tries) == (1, 1)
    assert now.acknowledged_at is not None


def test_the_sender_sees_the_words_once_and_they_open_the_document(
    page: Page,
    context: BrowserContext,
    live_server: Any,
    officer: ExternalContact,
    dsl: User,
    complaints: list[str],
) -> None:
    come_in(context, dsl, live_server)
    page.goto("/send/")
    assert page.get_by_text("Telephone County desk on 01632 960001").is_visible()
    is_sound(page)
    words = page.locator(".govuk-inset-text").inner_text()
    page.get_by_role("link", name="I have the passphrase").click()
    assert words not in page.content()
    assert unlock(DocumentLink.objects.get(), words)
