"""`python -m benchmarks.run`: fill a scratch database, measure, print, and on request write docs/performance.md."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.scratch import say, scratch, where, write

if TYPE_CHECKING:
    from benchmarks.archive import Archive
    from benchmarks.measuring import Compared, Server

QUIET = (0.9, 1.1)
"""Floor against floor must lie in here, or the run is marked as noisy."""
HEADINGS = "| page | floor p50 | ours p50 | ours p95 | queries (floor) | kB (gzip) | × floor | quartiles |"


def main() -> int:
    asked = _arguments()
    with scratch(asked.sqlite) as folder:
        lines = _measure([int(size) for size in asked.sizes.split(",")], asked.rounds, folder)
    table = "\n".join(lines)
    print(table)
    if asked.write:
        write("measured", table)
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run")
    parser.add_argument("--quick", action="store_true", help="20,000 incidents, few rounds")
    parser.add_argument("--sizes", default="20000,100000")
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--sqlite", action="store_true")
    parser.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    asked = parser.parse_args()
    if asked.quick:
        asked.sizes, asked.rounds = "20000", 30
    return asked


def _measure(sizes: list[int], rounds: int, folder: Path) -> list[str]:
    from django.db import connection

    from benchmarks import archive
    from benchmarks.servers import free_port, serving

    lines = [where(connection.vendor, rounds)]
    for size in sizes:
        begun = time.monotonic()
        here = archive.fill(size)
        say(f"{size:,} incidents there after {time.monotonic() - begun:.0f} s")
        floor_port, port = free_port(), free_port()
        with (
            serving("benchmarks.floor_settings", floor_port, folder / "floor.log"),
            serving("benchmarks.product_settings", port, folder / "product.log"),
        ):
            lines += ["", f"### {size:,} incidents, {size // archive.SCHOOLS:,} in the school asked", ""]
            lines += _table(_compare(here, floor_port, port, rounds))
    return lines


def _compare(here: Archive, floor_port: int, port: int, rounds: int) -> Iterator[Compared]:
    from benchmarks import submitting
    from benchmarks.measuring import Server, acts, pages
    from incidents.models import Incident

    cookie = _signed_in(here)
    bare, again, ours = (Server(one, cookie) for one in (floor_port, floor_port, port))
    school = f"school={here.school.pk}"
    yield pages("floor against itself", (bare, f"/newest?{school}"), (again, f"/newest?{school}"), rounds)
    for what, floor_path, path in _paths(here, ours):
        yield pages(what, (bare, floor_path.format(school=school)), (ours, path), rounds)
    one = (
        Incident.objects.filter(school=here.school, lane="safeguarding").order_by("-reported_at")[3].reference
    )
    yield pages("one incident", (bare, f"/one/{one}"), (ours, f"/incidents/{one}/"), rounds)
    yield acts("submit a concern", submitting.floor(here), submitting.product(here), rounds)


def _paths(here: Archive, ours: Server) -> Iterator[tuple[str, str, str]]:
    """What is compared: its name, the floor's path, ours."""
    from django.urls import reverse

    from benchmarks.archive import RARE
    from esafety.governance.queries.figures import RECENT
    from incidents.lists.filters import Filters, View
    from incidents.models import Incident

    words = Filters(view=View.ALL, words=RARE).encoded(here.lead)
    rows = Incident.objects.filter(school=here.school).order_by("-reported_at")
    middle = rows[rows.count() * 3 // 4]
    moment = middle.reported_at.isoformat().replace("+", "%2B")
    yield "list, all", "/newest?{school}", "/incidents/?view=all"
    yield "list, all, against columns of one table only", "/plain?{school}", "/incidents/?view=all"
    yield "list, to do", "/unfinished?{school}", "/incidents/"
    yield "list, filtered", "/filtered?{school}&type=scam", "/incidents/?view=all&type=scam"
    yield "list, searched", f"/searched?{{school}}&words={RARE}", f"/incidents/?{words}"
    place = f"{moment}~{middle.reference}"
    yield (
        "list, three quarters down",
        f"/deep?{{school}}&before={moment}",
        f"/incidents/?view=all&after={place}",
    )
    yield "first page", "/unfinished?{school}", "/"
    since = (dt.datetime.now(dt.UTC) - RECENT).isoformat().replace("+", "%2B")
    yield "live figures", f"/counted?{{school}}&since={since}", reverse("figures")


def _signed_in(here: Archive) -> str:
    """A session of the safeguarding lead, second step taken."""
    from django.conf import settings
    from django.test import Client

    from esafety.signin import second_factor

    client = Client()
    client.force_login(here.lead)
    session = client.session
    second_factor.take(session, here.lead)
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def _table(compared: Iterator[Compared]) -> Iterator[str]:
    yield HEADINGS
    yield "| --- |" + " --- |" * (HEADINGS.count("|") - 2)
    for one in compared:
        low, median, high = one.ratio
        size = (
            f"{one.product.kilobytes:.0f} ({one.product.on_the_wire:.1f})" if one.product.kilobytes else "–"
        )
        line = (
            f"| {one.what} | {one.floor.p50:.1f} | {one.product.p50:.1f} | {one.product.p95:.1f} "
            f"| {one.product.queries} ({one.floor.queries}) | {size} | **{median:.2f}** | {low:.2f}–{high:.2f} |"
        )
        say(line)
        yield line
        if one.what == "floor against itself" and not QUIET[0] <= median <= QUIET[1]:
            yield "| **noisy: the machine was busy, do not quote this table** | | | | | | | |"


if __name__ == "__main__":
    sys.exit(main())
