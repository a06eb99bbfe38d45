"""May this process be sent requests? The database answers, has every table we expect, and Redis answers."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from functools import lru_cache
from importlib.util import find_spec

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from redis import Redis, RedisError

from esafety.walls import standing

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
    """The steps on the disk: read once, since a process runs the version it started with.

    By their names alone: to import them all takes seconds, and whoever asks for health has none.
    """
    return frozenset(
        (app.label, found.name)
        for app in apps.get_app_configs()
        for found in pkgutil.iter_modules(_folders(app.label))
        if not found.ispkg and found.name[0] not in "_~"
    )


def _folders(label: str) -> list[str]:
    name, _ = MigrationLoader.migrations_module(label)
    found = find_spec(name) if name else None
    return list(found.submodule_search_locations or []) if found else []


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


def _walls() -> bool:
    """In production: the role we work as is bound by the walls, and they stand around every table."""
    if not settings.PRODUCTION or connection.vendor != "postgresql":
        return True
    try:
        return standing.binds() and not standing.without_wall()
    except DatabaseError:
        return False


NEEDED: dict[str, Callable[[], bool]] = {
    "database": _database,
    "migrations": _migrations,
    "redis": _redis,
    "walls": _walls,
}
