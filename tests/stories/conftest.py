"""A real browser on the real site; the relay's work is done when a story says so."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from esafety.outbox.relay import drain
from tests.cast import sign_in_browser
from tests.sound import is_sound

if TYPE_CHECKING:
    from playwright.sync_api import Page, Response

    from esafety.people.models import User

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session", autouse=True)
def assets() -> None:
    subprocess.run(
        [sys.executable, "-m", "esafety.ui.assets"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL
    )


class Visit:
    """Somebody at a browser."""

    def __init__(self, page: Page, server: Any) -> None:
        self.page, self.server = page, server

    def sign_in(self, user: User) -> Visit:
        """Sit down as somebody."""
        sign_in_browser(self.page, self.server, user)
        return self

    def go(self, path: str) -> Response:
        """Open a page."""
        answer = self.page.goto(f"{self.server.url}{path}")
        assert answer is not None
        return answer

    def sound(self) -> None:
        """The page is clean at every width."""
        is_sound(self.page)

    def says(self, text: str) -> bool:
        """Whether the page says it."""
        return text in self.page.locator("body").inner_text()

    def press(self, name: str) -> None:
        """Press a button, or follow a link that looks like one."""
        button = self.page.get_by_role("button", name=name, exact=True)
        (button if button.count() else self.page.get_by_role("link", name=name, exact=True)).first.click()

    def follow(self, name: str) -> None:
        """Follow a link."""
        self.page.get_by_role("link", name=name).first.click()

    def work(self) -> None:
        """Let the relay do what is owed."""
        drain()


@pytest.fixture
def visit(page: Page, live_server: Any) -> Iterator[Visit]:
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield Visit(page, live_server)
    assert not [text for text in complaints if "responded with a status of" not in text]
