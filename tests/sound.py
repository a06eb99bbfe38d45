"""What every page must be in a real browser: clean by axe at three widths, within the screen, without complaint."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = (1280, 390, 320)
HEIGHT = 844

_FOUND = """
tags => axe.run({runOnly: tags, resultTypes: ['violations']})
    .then(run => run.violations.map(rule => [rule.id, rule.nodes.map(node => node.html)]))
"""
_DEAD_LINKS = """
() => [...document.querySelectorAll('.govuk-error-summary a')].filter(link => {
    link.click();
    const at = document.activeElement;
    const reached = at.matches('input, textarea, select') && link.getAttribute('href') === '#' + at.id;
    return !(reached && at.checkVisibility());
}).map(link => link.innerText)
"""
_STICKS_OUT = """
() => {
    const wide = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= wide) return [];
    const out = [...document.body.querySelectorAll('*')].filter(one => one.getBoundingClientRect().right > wide + 1);
    return out.slice(-2).map(one => one.outerHTML.slice(0, 200)).concat('the page is wider than the screen');
}
"""


def is_sound(page: Page, *, back_to: int = 1280) -> None:
    """axe finds nothing at any width, nothing sticks out, every error link leads to its field."""
    found = axe_findings(page) + sticking_out(page)
    page.set_viewport_size({"width": back_to, "height": HEIGHT})
    assert not (found + dead_links(page)), (page.url, found)


def axe_findings(page: Page) -> list[Any]:
    """What axe finds wrong, with the width, the rule and the elements."""
    from axe_playwright_python.base import AXE_SCRIPT

    page.wait_for_load_state()
    page.evaluate(AXE_SCRIPT)
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        found += [(width, *rule) for rule in page.evaluate(_FOUND, TAGS)]
    return found


def sticking_out(page: Page, widths: Iterable[int] = WIDTHS) -> list[Any]:
    """Where the page has to be scrolled sideways, and by what."""
    found = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        found += [(width, one) for one in page.evaluate(_STICKS_OUT)]
    return found


def dead_links(page: Page) -> list[str]:
    """Lines of the error summary that do not bring the focus to their own field, there to be seen."""
    found: list[str] = page.evaluate(_DEAD_LINKS)
    return found
