"""May this process be sent requests? The database answers, has every table we expect, and Redis answers."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from redis import Redis, RedisError

SECONDS = 1.0


def is_ready() -> bool:
    """Everything a page needs is there."""
    return not missing()


def missing() -> list[str]:
    """What is not there, by name, for our own log. Strangers are told no more than that something is not."""
    return [name for name, holds in NEEDED.items() if not holds()]


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _migrations() -> bool:
    """Every step this version brings was taken. Steps of a newer version beside us do no harm."""
    try:
        return _expected() <= set(MigrationRecorder(connection).applied_migrations())
    except DatabaseError:
        return False


@lru_cache(maxsize=1)
def _expected() -> frozenset[tuple[str, str]]:
    """The steps on the disk: read once, since a process runs the version it started with."""
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)


def _redis() -> bool:
    if not settings.REDIS_URL:
        return True
    try:
        with Redis.from_url(
            settings.REDIS_URL, socket_connect_timeout=SECONDS, socket_timeout=SECONDS
        ) as there:
            return bool(there.ping())
    except RedisError:
        return False


NEEDED: dict[str, Callable[[], bool]] = {
    "database": _database,
    "migrations": _migrations,
    "redis": _redis,
}
