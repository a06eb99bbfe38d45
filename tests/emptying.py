"""Emptying the database after a transactional test, where some tables refuse it.

The trail and its like have triggers that let rows only be added (esafety/audit/guards.py). A test that
commits is followed by Django's flush, which must remove those rows too. So, in the test run only, the
guards step aside for the flush and stand again before the next test: a test may rely on them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.backends.base.operations import BaseDatabaseOperations

from esafety.walls.owner import as_owner, is_known, sign_in

Flush = Callable[[BaseDatabaseOperations, list[str]], None]

_GUARDS_ON_SQLITE = (
    "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' "
    "AND (sql LIKE '%is append-only%' OR sql LIKE '%never changes%')"
)
_GUARDED_ON_POSTGRES = (
    "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid "
    "WHERE proname IN ('refuse_change', 'refuse_settled', 'refuse_unless_disposed')"
)


def past_the_guards(flush: Flush) -> Flush:
    """Django's flush, in one transaction with the guards' stepping aside and coming back."""

    def through(operations: BaseDatabaseOperations, sentences: list[str]) -> None:
        connection = operations.connection
        aside = _aside_on_postgres if connection.vendor == "postgresql" else _aside_on_sqlite
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor, aside(cursor):
            flush(operations, sentences)

    return through


def emptied_by_the_owner(teardown: Callable[[Any], None]) -> Callable[[Any], None]:
    """Emptying is the owner's: the application's own role may not."""

    def through(case: Any) -> None:
        with as_owner():
            teardown(case)

    return through


@contextmanager
def as_application() -> Iterator[None]:
    """Work as the application's own role again, inside `as_owner`."""
    if not is_known():
        yield
        return
    sign_in({"USER": settings.DATABASE_ROLE, "PASSWORD": connection.settings_dict["PASSWORD"]})
    yield
    sign_in(settings.DATABASE_OWNER)


@contextmanager
def _aside_on_sqlite(cursor: Any) -> Iterator[None]:
    guards = cursor.execute(_GUARDS_ON_SQLITE).fetchall()
    for name, _ in guards:
        cursor.execute(f"DROP TRIGGER {name}")
    yield
    for _, sentence in guards:
        cursor.execute(sentence)


@contextmanager
def _aside_on_postgres(cursor: Any) -> Iterator[None]:
    cursor.execute(_GUARDED_ON_POSTGRES)
    tables = [row[0] for row in cursor.fetchall()]
    for table in tables:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    yield
    for table in tables:
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
