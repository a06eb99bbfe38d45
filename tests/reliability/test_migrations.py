"""R12: each migration that stands on R1's data is killed in the middle and run again: five minutes, nothing lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reliability import results
from tests.reliability.migrating import Killed, Migrating
from tests.reliability.trust_of import Trust

pytestmark = pytest.mark.postgres
LONGEST = 300
MOMENTS = (0, 100, 2_000, 10_000)
"""Milliseconds of writing, before the process is killed: it is begun again for each, as far as it lasts so long."""
FEWEST = 8
EVERY = 1 if results.FULL else 3
"""Of the migrations, which are killed by themselves; the others go through with the next."""


def test_migrations_killed_in_the_middle_and_run_again_lose_nothing(
    filled: Trust, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with filled.copied() as url:
        there = Migrating(url, tmp_path)
        before, built = there.state(), there.schema()
        owed = there.take_back()
        assert len(owed) >= FEWEST
        assert there.schema() != built
        done = [there.kill_and_repeat(name, MOMENTS) for name in owed[::EVERY]]
        there.apply_the_rest()
        after = there.state()
        told = _told(done, before)
        assert after == before
        assert there.schema() == built
        with capsys.disabled():
            print(f"\n{told}")
        results.write("R12", told)
        assert sum(one.kills for one in done) >= len(done) // 3
        assert max(one.again for one in done) < LONGEST


def test_a_row_that_is_lost_and_a_guard_that_is_missing_would_be_noticed(
    filled: Trust, tmp_path: Path
) -> None:
    with filled.copied() as url:
        there = Migrating(url, tmp_path)
        before, built = there.state(), there.schema()
        there.do(
            "SET session_replication_role = replica; UPDATE incidents_note SET text = text || '.' WHERE id = 1"
        )
        there.do("DROP TRIGGER audit_auditevent_no_change ON audit_auditevent")
        assert {table for table, found in there.state().items() if found != before[table]} == {
            "incidents_note"
        }
        assert there.schema() != built


def _told(done: list[Killed], before: dict[str, tuple[int, str]]) -> str:
    rows = sum(count for count, _ in before.values())
    lines = [
        f"{len(done)} migrations on {before['incidents_incident'][0]:,} incidents and {rows:,} rows in all, "
        f"killed {sum(one.kills for one in done)} times while their transaction was writing, each run again until "
        "it was through. Rows, what stands in them, indexes, triggers and constraints afterwards: equal.",
        "",
        "| migration | kills | the run after them, s (goal < 300) |",
        "| --- | --- | --- |",
    ]
    lines += [f"| {one.name} | {one.kills} | {one.again:.1f} |" for one in done]
    return "\n".join(lines)
