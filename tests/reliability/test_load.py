"""R1: a trust's load. Twenty schools, 80,000 incidents, two million entries of the trail, thirty people at once."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.production.installation import Installation
from tests.production.standing import standing
from tests.reliability import results
from tests.reliability.staff import ACT, PAGE, SUBMIT, Watch, at_work, share
from tests.reliability.trust_of import NAME, Trust

pytestmark = pytest.mark.postgres
PEOPLE = results.size(short=6, full=30, name="LOAD_PEOPLE")
SECONDS = results.size(short=6, full=180, name="LOAD_SECONDS")
PAUSE = results.size(short=1, full=5, name="LOAD_PAUSE")
"""Seconds that somebody reads before opening the next, on average."""
PAGE_GOAL, SUBMIT_GOAL = 500, 1_000
"""Milliseconds within which 95 of 100 are answered. Compared in the report, not here: the machine may be shared."""


@pytest.fixture(scope="module")
def here(filled: Trust, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with standing(tmp_path_factory.mktemp("load"), filled.server_url, NAME) as made:
        yield made


def test_a_trust_at_work_meets_no_error(
    here: Installation, filled: Trust, capsys: pytest.CaptureFixture[str]
) -> None:
    people = json.loads(here.do(sys.executable, "-m", "tests.reliability.trust", "cookies"))[-PEOPLE:]
    before = int(here.ask("SELECT count(*) FROM incidents_incident"))
    at_work(here, people, 5, PAUSE)  # so that every process has met every page
    begun, load, spent = time.monotonic(), os.getloadavg()[0], _spent(here)
    watch = at_work(here, people, SECONDS, PAUSE)
    told = _told(watch, here, time.monotonic() - begun, load, _spent(here) - spent)
    with capsys.disabled():
        print(f"\n{filled.filled}\n{told}\n{dict(watch.errors)}")
    results.write("R1", told)
    assert watch.errors == {}
    assert watch.kind(PAGE)
    assert watch.kind(SUBMIT)
    sent = len(watch.kind(SUBMIT))
    assert int(here.ask("SELECT count(*) FROM incidents_incident")) >= before + sent


def _spent(here: Installation) -> float:
    """Processor time that the web processes have used, in seconds: the same however busy the machine is."""
    used = 0
    for pid in here.workers():
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        used += int(fields[11]) + int(fields[12])
    return used / os.sysconf("SC_CLK_TCK")


def _told(watch: Watch, here: Installation, seconds: float, load: float, spent: float) -> str:
    how_much = ", ".join(
        f"{here.ask(f'SELECT count(*) FROM {table}'):,} {what}"
        for table, what in (
            ("people_school", "schools"),
            ("incidents_incident", "incidents"),
            ("audit_auditevent", "entries of the trail"),
        )
    )
    lines = [
        f"{how_much}. {PEOPLE} people at once for {seconds:.0f} s, each reading for {PAUSE} s on average: "
        f"{watch.asked} requests ({watch.asked / seconds:.1f} a second), errors **{watch.errors.total()}**. gunicorn "
        "with two processes, nginx, PostgreSQL, Redis, Celery, the relay and the visitors on the same machine; load "
        f"of the machine before them {load:.1f}. The web processes used {spent / watch.asked * 1_000:.0f} ms of a "
        f"processor for each request, {spent / seconds * 100:.0f} % of one core.",
        "",
        "| what | times | p50 ms | p95 ms | longest ms | goal p95 |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    goals = {PAGE: f"< {PAGE_GOAL}", SUBMIT: f"< {SUBMIT_GOAL}", ACT: "–"}
    rows = [
        (f"**every {kind}**", watch.kind(kind), goals[kind])
        for kind in (PAGE, ACT, SUBMIT)
        if watch.kind(kind)
    ]
    rows += [
        (what, sorted(took), "") for what, took in sorted(watch.took.items()) if not what.startswith(SUBMIT)
    ]
    for what, took, goal in rows:
        middle, most, longest = (
            round(found) for found in (share(took, 0.5), share(took, 0.95), took[-1] * 1_000)
        )
        lines.append(f"| {what} | {len(took)} | {middle} | {most} | {longest} | {goal} |")
    return "\n".join(lines)
