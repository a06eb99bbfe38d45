"""Migrations that are killed in the middle: at the moment when the database has begun to write for them."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

import psycopg2

from tests.production.installation import ROOT
from tests.reliability.trust_of import command, environment

ROOMS = ("keeping", "people", "aup", "filtering", "incidents", "audit")
"""Rooms whose later migrations stand on R1's data, taken back in this order."""
UNMARK = "UPDATE incidents_searchtext SET body = regexp_replace(body, '^zschool[0-9]+\\n', '')"
"""What taking `incidents.0006` back leaves: the marks. Without them the texts are as they were before it."""
WRITING = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND backend_xid IS NOT NULL "
    "AND application_name = 'migrating' AND xact_start < clock_timestamp() - interval '{ms} milliseconds'"
)
KEPT = {
    "people_school": "id, name",
    "people_person": "id, given_name, family_name",
    "incidents_incident": "id, reference, status, lane, closed_at",
    "incidents_statement": "id, description",
    "incidents_searchtext": "incident_id, body",
    "incidents_involvement": "id, person_id, part",
    "incidents_note": "id, text",
    "incidents_decision": "id, reason",
    "incidents_task": "id, state, due_at",
    "audit_auditevent": "school_id, number, hash",
}
"""What is compared: rows and what stands in them."""


class Killed(NamedTuple):
    """One migration: how often it was killed while it wrote, and how long the run took that went through."""

    name: str
    kills: int
    again: float


class Migrating:
    """One database whose later migrations are taken back and applied again, one by one."""

    def __init__(self, database_url: str, folder: Path) -> None:
        self.url = database_url
        named = f"{database_url}?application_name=migrating"
        self.env = environment(named, folder)

    def take_back(self) -> list[str]:
        """Everything after the first of each room. Returns what is to be applied again, in its order."""
        for room in ROOMS:
            command("manage.py", "migrate", room, "0001", "-v0", env=self.env)
        self.do(UNMARK)
        plan = command("manage.py", "showmigrations", "--plan", env=self.env)
        return [line.split()[-1] for line in plan.splitlines() if line.startswith("[ ]")]

    def kill_and_repeat(self, name: str, moments: Iterable[int]) -> Killed:
        """Begin it and kill it once it has been writing for so many milliseconds; in the end let it go through."""
        step, kills = name.split(".", 1), 0
        for after_ms in moments:
            begun = time.monotonic()
            if not self._was_killed(step, after_ms):
                return Killed(name, kills, time.monotonic() - begun)
            kills += 1
        begun = time.monotonic()
        command("manage.py", "migrate", *step, "-v0", env=self.env)
        return Killed(name, kills, time.monotonic() - begun)

    def apply_the_rest(self) -> None:
        """Every migration that is still owed."""
        command("manage.py", "migrate", "-v0", env=self.env)

    def _was_killed(self, step: list[str], after_ms: int) -> bool:
        """Whether it was in the middle; otherwise it has gone through."""
        watching = psycopg2.connect(self.url)
        watching.autocommit = True
        process = subprocess.Popen(
            [sys.executable, "manage.py", "migrate", *step, "-v0"], cwd=ROOT, env=self.env
        )
        with watching.cursor() as cursor:
            while process.poll() is None:
                cursor.execute(WRITING.format(ms=after_ms))
                if cursor.fetchone() != (0,):
                    process.send_signal(signal.SIGKILL)
                    break
                time.sleep(0.001)
        process.wait()
        watching.close()
        return process.returncode == -signal.SIGKILL

    def state(self) -> dict[str, tuple[int, str]]:
        """Of each table how many rows, and a sum over what stands in them whatever their order."""
        return {table: self._sum(table, columns) for table, columns in KEPT.items()}

    def schema(self) -> list[Any]:
        """Indexes, triggers and constraints, as the database tells them."""
        return self.rows(
            "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' UNION ALL "
            "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal UNION ALL "
            "SELECT conrelid::regclass || ' ' || pg_get_constraintdef(oid) FROM pg_constraint ORDER BY 1"
        )

    def _sum(self, table: str, columns: str) -> tuple[int, str]:
        found = self.rows(
            f"SELECT count(*), coalesce(sum(('x' || left(md5(row({columns})::text), 15))::bit(60)::bigint), 0)::text "
            f"FROM {table}"
        )
        count, total = found[0]
        return count, total

    def ask(self, sql: str) -> Any:
        return self.rows(sql)[0][0]

    def rows(self, sql: str) -> list[Any]:
        there = psycopg2.connect(self.url)
        try:
            with there.cursor() as cursor:
                cursor.execute(sql)
                return cursor.fetchall()
        finally:
            there.close()

    def do(self, sql: str) -> None:
        there = psycopg2.connect(self.url)
        with there, there.cursor() as cursor:
            cursor.execute(sql)
        there.close()
