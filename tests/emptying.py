"""Emptying the database between tests that commit, though some of its tables refuse to be emptied.

The triggers that keep the trail append-only stand in every test. Only Django's flush, which no user can
reach, has them out of the way while it runs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection

_TRIGGERS = {
    "sqlite": "SELECT name, name, sql FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": (
        "SELECT t.tgname, t.tgname || ' ON ' || t.tgrelid::regclass, pg_get_triggerdef(t.oid) "
        "FROM pg_trigger t WHERE NOT t.tgisinternal"
    ),
}


@contextmanager
def guards_away() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute(_TRIGGERS[connection.vendor])
        guards = cursor.fetchall()
        for _, where, _ in guards:
            cursor.execute(f"DROP TRIGGER {where}")
        yield
        for _, _, definition in guards:
            cursor.execute(definition)


@pytest.fixture(scope="session", autouse=True)
def emptying_works() -> Iterator[None]:
    flush: Callable[[Any], None] = connection.ops.execute_sql_flush

    def with_guards_away(sentences: Any) -> None:
        with guards_away():
            flush(sentences)

    connection.ops.execute_sql_flush = with_guards_away
    yield
    connection.ops.execute_sql_flush = flush
