"""Looks at pages: at each by reading it, and in a browser at one of every kind.

axe is run at three widths on a page that has a part whose shape was not met before in this run. A form that
came back is opened as well where all of it together is new, to follow the links of its summary. What was met
is kept in the run's scratch folder, so that processes side by side share it.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from tests.house.replay import Replay
from tests.house.shapes import CONTROLS, Element, Shape
from tests.house.visits import CLOSED, Visit
from tests.sound import axe_findings, dead_links, sticking_out

if TYPE_CHECKING:
    from playwright.sync_api import Page

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
UNPROCESSABLE = 422
"""A form that came back."""
EXPECTED = "Failed to load resource: the server responded with a status of"
"""What Chromium says of a page that is an error on purpose."""
LOUD = ("error", "warning")
_TOKENS = re.compile(
    rb'name="csrfmiddlewaretoken" value="[^"]*"|data-absolute-seconds="\d+"|Signed in as <strong>[^<]*'
)
"""What differs each time a page is asked for, and by whom."""


class Examiner:
    """Collects what is wrong with the pages it is shown."""

    def __init__(self, page: Page, replay: Replay) -> None:
        self.page, self.replay = page, replay
        self.troubles: list[str] = []
        self.answered: set[tuple[str, str]] = set()
        self.shown: set[str] = set()
        self.counted: Counter[str] = Counter()
        self._read: set[str] = set()
        self._said: list[str] = []
        page.on("console", lambda said: self._said.append(said.text) if said.type in LOUD else None)
        page.on("pageerror", lambda error: self._said.append(str(error)))

    def look(self, visit: Visit) -> None:
        """Look at one answer; what is no page for a person is only counted."""
        self.counted["answers"] += 1
        if visit.status not in CLOSED:
            self.answered.add((visit.route, visit.who))
        self.shown |= visit.shows
        if not visit.is_page:
            return
        self.counted["pages"] += 1
        body = hashlib.sha256(_TOKENS.sub(b"", visit.body)).hexdigest()
        if body in self._read:
            return
        self._read.add(body)
        shape = visit.shape
        wrong = by_reading(visit, shape)
        parts = shape.parts()
        is_new = bool(met_first(parts, of="part"))
        whole = hashlib.sha256("".join(sorted(parts)).encode()).hexdigest()
        if is_new or (summaries(shape) and met_first({whole}, of="refused")):
            wrong += self.in_browser(visit, with_axe=is_new)
        self.troubles += [f"{visit}: {one}" for one in wrong]

    def in_browser(self, visit: Visit, *, with_axe: bool) -> list[str]:
        """What a browser finds wrong."""
        self.counted["opened in the browser"] += 1
        self._said.clear()
        self.page.goto(self.replay.keep(visit.status, visit.headers, visit.body))
        wrong = [str(one) for one in sticking_out(self.page, (320,))]
        if with_axe:
            self.counted["looked at by axe"] += 1
            wrong += [str(one) for one in axe_findings(self.page)]
            wrong += [str(one) for one in sticking_out(self.page, (390, 1280))]
        wrong += [f"the error link “{line}” leads to no field" for line in dead_links(self.page)]
        return wrong + [said for said in self._said if not said.startswith(EXPECTED)]


def by_reading(visit: Visit, shape: Shape) -> list[str]:
    """What can be seen without a browser, on every page there is."""
    wrong = []
    headings = [one.text for one in shape.all("h1")]
    if len(headings) != 1 or not headings[0]:
        wrong.append(f"not one main heading but {headings}")
    wrong += [f"the id {one} stands twice" for one, count in Counter(shape.ids).items() if count > 1]
    wrong += [f"something refers to #{one}, which is not there" for one in sorted(shape.lost())]
    levels = [int(one.tag[1]) for one in shape.all(*HEADINGS)]
    if any(after > before + 1 for before, after in pairwise(levels)):
        wrong.append(f"headings skip a level: {levels}")
    return wrong + _title(visit, shape) + _summary(visit, shape)


def _title(visit: Visit, shape: Shape) -> list[str]:
    title = shape.all("title")[0].text
    words = title.removeprefix("Error: ").split(" – ")
    wrong = [] if len(words) >= 2 and words[0].strip() else [f"the title says nothing: {title!r}"]
    if title.startswith("Error: ") != bool(summaries(shape)):
        wrong.append(f"the title {title!r} and the summary of errors do not agree")
    return wrong


def _summary(visit: Visit, shape: Shape) -> list[str]:
    if visit.status == UNPROCESSABLE and not summaries(shape):
        return ["a refused form without a summary of what is wrong"]
    controls = {f"#{one.attrs.get('id')}" for one in shape.all(*CONTROLS)}
    links = [one.attrs.get("href", "") for top in summaries(shape) for one in top.walk() if one.tag == "a"]
    lost = [link for link in links if link.startswith("#") and link not in controls]
    return [f"the error link {link} leads to no field" for link in lost]


def summaries(shape: Shape) -> list[Element]:
    """What is wrong, said at the top of a form that came back: of its fields, or of the pages before it."""
    fields = [one for one in shape.all("div") if "govuk-error-summary" in one.attrs.get("class", "").split()]
    return fields + [one for one in shape.all("section") if one.attrs.get("role") == "alert"]


def met_first(marks: set[str], *, of: str) -> set[str]:
    """Which of these no process of this run met before; from now on they are met."""
    folder = Path(os.environ["TEST_SCRATCH"]) / "met" / of
    folder.mkdir(parents=True, exist_ok=True)
    return {mark for mark in marks if _first(folder / mark)}


def _first(mark: Path) -> bool:
    try:
        mark.touch(exist_ok=False)
    except FileExistsError:
        return False
    return True
