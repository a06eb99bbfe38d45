"""One who was faster: a row is written only by whoever saw it as it is."""

from __future__ import annotations

from typing import Any

from django.db.models import F, QuerySet


def write_seen(row: QuerySet[Any], version: int, **columns: Any) -> bool:
    """Write columns of the one row if it is still at the version that was seen, which rises; False otherwise.

    The database counts: no number that a form brings grows beyond what it holds.
    """
    return bool(row.filter(version=version).update(version=F("version") + 1, **columns))
