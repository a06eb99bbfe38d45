"""`python -m benchmarks.patterns`: how long patterns take to be found, as the archive grows; printed as a table.

On SQLite in a scratch file. The school asked is one of twenty; what is measured is one look at it: reading, finding,
writing. The second look of each size finds everything as it was.
"""

from __future__ import annotations

import os
import statistics
import sys
import time

from benchmarks.scratch import scratch

SIZES = (20_000, 100_000)
ROUNDS = 7


def main() -> int:
    """Fill, look, print."""
    os.environ["SQLITE_SYNCHRONOUS"] = "NORMAL"
    with scratch(sqlite=True):
        print("| incidents | in the school | read | first look | later looks (median) | patterns | queries |")
        print("| --- | --- | --- | --- | --- | --- | --- |")
        for size in SIZES:
            print(_measured(size), flush=True)
    return 0


def _measured(size: int) -> str:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from benchmarks.archive import NOW, fill
    from incidents.actions.patterns import _look
    from incidents.models import Incident, Pattern
    from incidents.patterns.facts import picture_of

    school = fill(size).school
    taken = []
    for _ in range(ROUNDS + 1):
        start = time.perf_counter()
        _look(school, NOW, True)
        taken.append((time.perf_counter() - start) * 1000)
    with CaptureQueriesContext(connection) as asked:
        _look(school, NOW, True)
    cells = (
        f"{size:,}",
        f"{Incident.objects.filter(school=school).count():,}",
        f"{len(picture_of(school, NOW).recent):,}",
        f"{taken[0]:.0f} ms",
        f"{statistics.median(taken[1:]):.0f} ms",
        f"{Pattern.objects.filter(school=school).count():,}",
        str(len(asked)),
    )
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    sys.exit(main())
