"""The measurement of pages runs as its README says, so that nobody finds it broken when figures are wanted."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINES = (
    "floor against itself", "list, all", "list, to do", "list, filtered", "list, searched",
    "list, three quarters down", "first page", "live figures", "one incident", "submit a concern",
)  # fmt: skip


@pytest.mark.postgres
def test_every_page_is_measured_against_its_floor() -> None:
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    command = [sys.executable, "-m", "benchmarks.run", "--sizes", "400", "--rounds", "2"]
    done = subprocess.run(command, cwd=ROOT, env=kept, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr[-3_000:]
    found = dict(re.findall(r"^\| ([^|]+) \| [\d.]+ \|.*\*\*([\d.]+)\*\*", done.stdout, re.MULTILINE))
    assert set(LINES) <= found.keys()
    assert all(float(ratio) > 0 for ratio in found.values())
