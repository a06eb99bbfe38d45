"""What the long runs found, written into docs/reliability.md as it came out."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

REPORT = Path(__file__).resolve().parents[2] / "docs" / "reliability.md"
FULL = bool(os.environ.get("RELIABILITY"))
"""Set by `make reliability`: long runs, and their results are written."""


def size(short: int, full: int, name: str) -> int:
    """How much of something: short in the suite, full in the long run, or what the variable says."""
    return int(os.environ.get(name, full if FULL else short))


def write(row: str, found: str) -> None:
    """Put the result of one row of quality.md into its place. Only a long run writes."""
    if not FULL:
        return
    begin, end = f"<!-- {row} -->", f"<!-- /{row} -->"
    before, rest = REPORT.read_text().split(begin)
    text = f"{found}\n\n{_where()}"
    REPORT.write_text(f"{before}{begin}\n{text}\n{end}{rest.split(end)[1]}")


def _where() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    when = dt.datetime.now(dt.UTC).strftime("%-d %B %Y")
    return f"Measured on {when}; {os.cpu_count()} cores, {memory:.0f} GB; load of the machine {os.getloadavg()[0]:.1f}."
