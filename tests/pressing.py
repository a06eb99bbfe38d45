"""Pressing what leads to another page in a real browser, and being on that page before anything else happens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page


def press(page: Page, role: Any, **named: Any) -> None:
    """Press a link or a button and wait for the page it leads to.

    A click alone returns while the old page still stands: on a busy machine the next look would be at that one. A
    change of the history is no new page.
    """
    with page.expect_event("load"):
        page.get_by_role(role, **named).click()
