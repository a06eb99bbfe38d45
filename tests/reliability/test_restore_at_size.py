"""R10 on R1's data: how long a backup takes, and the way back from it. That both are right is in tests/backup."""

from __future__ import annotations

import os
import re
import time
from pathlib import Path

import pytest

from tests.reliability import results
from tests.reliability.migrating import Migrating
from tests.reliability.trust_of import Trust, command, environment

pytestmark = pytest.mark.postgres
FILES = results.size(short=3, full=1_000, name="RELIABILITY_FILES")
LONGEST = 30 * 60
KEEP = (
    "import os, sys, django; django.setup(); from esafety.papers import cabinet\n"
    "for _ in range(int(sys.argv[1])): cabinet.keep([os.urandom(100_000)]).save()"
)
"""Kept files of a hundred kilobytes."""


def test_a_backup_of_a_trust_comes_back_in_half_an_hour(
    filled: Trust, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = command("manage.py", "backup_key", env=environment(filled.url("postgres"), tmp_path))
    public = re.findall(r"BACKUP_PUBLIC_KEY=(\S+)", said)[0]
    private = said.split("all can:")[1].split()[0]
    with filled.copied() as url:
        env = environment(url, tmp_path / "var", BACKUP_PUBLIC_KEY=public)
        command("-c", KEEP, str(FILES), env=env)
        there, load = Migrating(url, tmp_path), os.getloadavg()[0]
        before, built = there.state(), there.schema()
        taken, said = _timed("manage.py", "backup", "--to", str(tmp_path / "backups"), env=env)
        (kept,) = (tmp_path / "backups").iterdir()
        filled.lose(url)
        anchors = [
            word for line in said.splitlines() if line.startswith("  ") for word in ("--anchor", line.strip())
        ]
        env |= {"DATA_DIR": str(tmp_path / "another machine")}
        back, _ = _timed("manage.py", "restore", str(kept), *anchors, env=env, given=f"{private}\n")
        after = there.state()
        rows = sum(count for count, _ in before.values())
        told = (
            f"{before['incidents_incident'][0]:,} incidents, {rows:,} rows in the largest tables, {FILES:,} files of "
            f"100 kB: backup **{taken:.0f} s** ({kept.stat().st_size / 1e6:.0f} MB), restore where all was lost, "
            f"everything checked, **{back:.0f} s**; the goal is {LONGEST} s. Rows and what stands in them, indexes, "
            f"triggers and constraints: equal. Load of the machine before it {load:.1f}."
        )
        trail_before, trail_after = before.pop("audit_auditevent"), after.pop("audit_auditevent")
        assert after == before
        assert trail_after[0] > trail_before[0]  # it says that there was a restore
        assert plain(there.schema()) == plain(built)
        with capsys.disabled():
            print(f"\n{told}")
        results.write("R10", told)
        assert back < LONGEST


def plain(schema: list[tuple[str]]) -> list[str]:
    """Without the casts and brackets that the database prints another way once it was read from a dump."""
    casts = r"::(text|character varying)(\[\])?|[()\s]"
    return sorted(re.sub(casts, "", line) for (line,) in schema)


def _timed(*words: str, env: dict[str, str], given: str = "") -> tuple[float, str]:
    begun = time.monotonic()
    said = command(*words, env=env, given=given)
    return time.monotonic() - begun, said
