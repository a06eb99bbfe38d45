"""Where a page of one record's history ends: at a moment, and after how many entries of that very moment.

The count is among what the viewer may read; a number of a row would tell of rows that they may not.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple


class Place(NamedTuple):
    """The moment (UTC) of the last entry shown, and how many entries of that moment were shown so far."""

    moment: dt.datetime
    shown: int


def read(text: str) -> Place | None:
    """The place that an address names; None, which is the beginning, when it names none."""
    moment, _, shown = text.partition("~")
    try:
        found = dt.datetime.fromisoformat(moment)
        if found.tzinfo is None or not 2000 <= found.year < 9999:
            return None
        return Place(found.astimezone(dt.UTC), int(shown) if shown.isdecimal() and len(shown) < 6 else 0)
    except (ValueError, OverflowError):
        return None


def written(moments: Sequence[dt.datetime], since: Place | None) -> str:
    """The place after a page with these moments, newest first, that began at `since`, for an address."""
    last = moments[-1]
    before = since.shown if since and since.moment == last else 0
    return f"{last.isoformat()}~{before + moments.count(last)}"
