"""GET never writes, but to the trail, the session and the places one is signed in (S6, AC-18)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from tests.cast import Cast, sign_in
from tests.house.routes import routes
from tests.house.world import World, addresses

WRITES = re.compile(
    r"^\s*(?:WITH\b.*?\)\s*)?(?:INSERT(?: OR \w+)? INTO|UPDATE(?: OR \w+)?|DELETE FROM|REPLACE INTO|MERGE INTO"
    r'|TRUNCATE(?: TABLE)?|ALTER TABLE|DROP TABLE|CREATE TABLE)\s+"?(\w+)',
    re.IGNORECASE | re.DOTALL,
)
ALLOWED = {"audit_auditevent", "django_session", "usersessions_usersession"}
SCANNED = ("get", "head")


class Watch:
    """Which tables were written to while it watched."""

    def __init__(self) -> None:
        self.tables: set[str] = set()
        self.seen = 0

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        self.seen += 1
        if found := WRITES.match(sql):
            self.tables.add(found.group(1).lower())
        return execute(sql, params, many, context)


def test_the_watch_sees_every_kind_of_write() -> None:
    for sql in (
        'INSERT INTO "t" (a) VALUES (1)',
        'UPDATE "t" SET a = 1',
        "DELETE FROM t",
        "INSERT OR REPLACE INTO t SELECT 1",
        "REPLACE INTO t SELECT 1",
        'WITH x AS (SELECT 1) UPDATE "t" SET a = 1',
        "TRUNCATE t",
    ):
        found = WRITES.match(sql)
        assert found is not None, sql
        assert found.group(1) == "t"
    assert WRITES.match('SELECT "t"."update" FROM t FOR UPDATE') is None


@pytest.mark.either_engine
@pytest.mark.parametrize("name", [*Cast.accounts(), None])
def test_looking_at_every_page_writes_nothing(world: World, name: str | None) -> None:
    client = sign_in(Client(), world.cast.user(name)) if name else Client()
    user = world.cast.user(name) if name else world.cast.teacher
    opened = 0
    for url in addresses(world, user=user):
        watch = Watch()
        with connection.execute_wrapper(watch):
            answer = client.get(url)
            if answer.streaming:
                b"".join(answer.streaming_content)
        assert watch.tables <= ALLOWED, url
        opened += answer.status_code == 200
    assert opened >= 5


def test_a_look_at_a_record_is_written_down_and_nothing_else(world: World) -> None:
    client, watch = sign_in(Client(), world.cast.dsl), Watch()
    with connection.execute_wrapper(watch):
        assert client.get(world.incident.get_absolute_url()).status_code == 200
    assert "audit_auditevent" in watch.tables
    assert watch.seen > 5


@pytest.mark.either_engine
def test_a_mail_scanner_that_opens_every_link_changes_nothing(world: World) -> None:
    """It has no account: it fetches what is in a mail, several times and by HEAD."""
    named = [route for route in routes() if route.takes or route.name == "home"]
    watch = Watch()
    for url in addresses(world, named):
        with connection.execute_wrapper(watch):
            for method in SCANNED * 2:
                getattr(Client(), method)(url)
    assert watch.tables <= ALLOWED
