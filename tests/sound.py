"""What every page must be in a real browser: clean by axe at three widths, within the screen, without complaint."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = (1280, 390, 320)


def is_sound(page: Page, *, back_to: int = 1280) -> None:
    """axe finds nothing at any width, nothing sticks out, every error link leads to its field."""
    from axe_playwright_python.sync_playwright import Axe

    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 844})
        found = Axe().run(page, options={"runOnly": TAGS}).response["violations"]
        where = f"{page.url} at {width}"
        assert not found, (where, [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found])
        assert page.evaluate("document.documentElement.scrollWidth") <= width, where
    page.set_viewport_size({"width": back_to, "height": 844})
    for link in page.locator(".govuk-error-summary a").all():
        link.click()
        assert page.evaluate("document.activeElement.matches('input, textarea, select')"), link.inner_text()
