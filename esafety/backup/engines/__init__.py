"""What differs between the two databases: a consistent look at everything, and a place to put it back."""

from __future__ import annotations

from django.db import connection

from esafety.backup.engines import postgres, sqlite
from esafety.backup.engines.shape import Snapshot, Target

__all__ = ["Snapshot", "Target", "snapshot", "target"]


def snapshot() -> Snapshot:
    """The database as it is at this moment; a context manager."""
    return postgres.PostgresSnapshot() if connection.vendor == "postgresql" else sqlite.SQLiteSnapshot()


def target() -> Target:
    """Where a restored database goes; a context manager."""
    return postgres.PostgresTarget() if connection.vendor == "postgresql" else sqlite.SQLiteTarget()
