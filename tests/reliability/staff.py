"""People at work, as a trust's staff are on a Monday: each opens something, reads, and opens the next."""

from __future__ import annotations

import random
import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import requests

from benchmarks.archive import RARE, WORDS
from tests.incidents.report_acts import ENOUGH, SAFE
from tests.production.installation import NAME, Installation
from tests.production.visitor import Visitor

COOKIE = "__Host-session"
PAGE, ACT, SUBMIT = "page", "act", "submit"


class Watch:
    """How long everything took, by kind and by what it was; and every answer that was wrong."""

    def __init__(self) -> None:
        self.took: dict[str, list[float]] = {}
        self.errors: Counter[str] = Counter()
        self._lock = threading.Lock()

    def note(self, what: str, seconds: float) -> None:
        with self._lock:
            self.took.setdefault(what, []).append(seconds)

    def wrong(self, what: str) -> None:
        with self._lock:
            self.errors[what] += 1

    def kind(self, kind: str) -> list[float]:
        """All of one kind, in order of size."""
        return sorted(one for what, all_ in self.took.items() if what.startswith(kind) for one in all_)

    @property
    def asked(self) -> int:
        return sum(len(all_) for all_ in self.took.values())


def share(took: list[float], part: float) -> float:
    """The time within which this part of them was answered, in milliseconds."""
    return took[min(len(took) - 1, int(len(took) * part))] * 1_000


class Person:
    """One of them, in a browser of their own."""

    def __init__(self, here: Installation, session: str, role: str, seed: int, watch: Watch) -> None:
        self.browser, self.watch = Visitor(here), watch
        self.browser.session.cookies.set(COOKIE, session, domain=NAME, path="/", secure=True)
        self.chance = random.Random(seed)
        self.case = ""
        reads: list[tuple[Callable[[], None], int]] = [
            (self.list, 6), (self.open_case, 6), (self.add_note, 2), (self.search, 2), (self.filtered, 2),
            (self.deep, 1), (self.home, 2), (self.figures, 1), (self.report, 1),
        ]  # fmt: skip
        reports: list[tuple[Callable[[], None], int]] = [(self.home, 2), (self.mine, 3), (self.report, 2)]
        self._acts = reports if role == "staff" else reads

    def work(self, until: float, pause: float) -> None:
        """One thing after the other, with a pause for reading that varies round what is said."""
        acts, weights = zip(*self._acts, strict=True)
        time.sleep(self.chance.uniform(0, pause))
        while time.monotonic() < until:
            try:
                self.chance.choices(acts, weights)[0]()
            except (requests.RequestException, AssertionError) as error:
                self.watch.wrong(f"{type(error).__name__} {str(error)[:80]}")
            time.sleep(min(self.chance.expovariate(1 / pause), pause * 4) if pause else 0)

    # -- what they do ---------------------------------------------------------------------------------

    def home(self) -> None:
        self._get("first page", "/")

    def mine(self) -> None:
        self._get("my reports", "/reports/")

    def list(self) -> None:
        found = re.findall(r"/incidents/(\d\d-[A-Z0-9]{5})/", self._get("list", "/incidents/").text)
        self.case = self.chance.choice(found) if found else self.case

    def open_case(self) -> None:
        if not self.case:
            self.list()
        self._get("case", f"/incidents/{self.case}/")

    def filtered(self) -> None:
        self._get("list, filtered", "/incidents/?view=all&type=scam")

    def deep(self) -> None:
        page = self._get("list, all", "/incidents/?view=all").text
        if older := re.search(r'href="(\?[^"]*after=[^"]*)"', page):
            self._get("list, further down", f"/incidents/{older[1].replace('&amp;', '&')}")

    def search(self) -> None:
        with self._timed(f"{PAGE} search"):
            answer = self.browser.post(
                "/incidents/", words=self.chance.choice([RARE, *WORDS]), list="view=all"
            )
            assert answer.status_code == 302, answer.status_code
            there = self.browser.get(answer.headers["Location"].removeprefix(f"https://{NAME}"))
            assert there.status_code == 200, there.status_code

    def figures(self) -> None:
        self._get("figures", "/governance/figures/")

    def add_note(self) -> None:
        if not self.case:
            self.list()
        path = f"/incidents/{self.case}/note/"
        page = self._get("form for a note", path).text
        version = re.search(r'name="version" value="(\d+)"', page)
        assert version, "no form"
        sent = {"version": version[1], "text": "She came to see me again.", "standing": "fact"}
        with self._timed(f"{ACT} note"):
            answer = self.browser.post(path, **sent, audience="everyone")
            assert answer.status_code == 302, answer.status_code

    def report(self) -> None:
        with self._timed(f"{ACT} report begun"):
            begun = self.browser.post("/report/", **SAFE)
            assert begun.status_code == 302, begun.status_code
        page = begun.headers["Location"]
        with self._timed(f"{ACT} report written"):
            written = self.browser.post(
                page, **{**ENOUGH, "description": " ".join(self.chance.choices(WORDS, k=60))}
            )
            assert written.status_code == 302, written.status_code
        key = page.split("/")[2]
        self._get("check the report", f"/report/{key}/check/")
        with self._timed(f"{SUBMIT} a concern"):
            sent = self.browser.post(f"/report/{key}/check/")
            assert sent.status_code == 302, sent.status_code

    def _get(self, what: str, path: str) -> requests.Response:
        with self._timed(f"{PAGE} {what}"):
            answer = self.browser.get(path, allow_redirects=False)
            assert answer.status_code == 200, f"{what}: {answer.status_code}"
        return answer

    @contextmanager
    def _timed(self, what: str) -> Iterator[None]:
        begun = time.monotonic()
        yield
        self.watch.note(what, time.monotonic() - begun)


def at_work(here: Installation, people: list[dict[str, str]], seconds: float, pause: float) -> Watch:
    """All of them at once, for so long."""
    watch, until = Watch(), time.monotonic() + seconds
    there = [Person(here, one["session"], one["role"], seed, watch) for seed, one in enumerate(people)]
    threads = [threading.Thread(target=one.work, args=(until, pause)) for one in there]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(seconds + 300)
    return watch
