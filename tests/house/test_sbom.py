"""What the product is made of can be written down at any time, without a network, and is what the locks say."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.either_engine
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def sbom(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """As `make sbom` writes it; the script itself asks CycloneDX's validator."""
    file = tmp_path_factory.mktemp("sbom") / "sbom.json"
    done = subprocess.run(
        [sys.executable, ".ci/sbom.py", str(file)], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(file.read_text())
    return found


def hashes(component: dict[str, Any]) -> set[str]:
    """Of every file of a package that the lock allows."""
    kept = [component, *component.get("externalReferences", [])]
    return {one["content"] for holder in kept for one in holder.get("hashes", [])}


def test_it_lists_every_package_of_the_lock_with_the_hashes_of_its_files(sbom: dict[str, Any]) -> None:
    text = (ROOT / "requirements" / "base.txt").read_text()
    locked = {
        (name, version): set(re.findall(r"--hash=sha256:(\w+)", rest))
        for name, version, rest in re.findall(
            r"^([\w.-]+)(?:\[[\w,]+\])?==(\S+)(.*?)(?=^\S|\Z)", text, re.MULTILINE | re.DOTALL
        )
    }
    listed = {
        (one["name"], one["version"]): hashes(one)
        for one in sbom["components"]
        if one["purl"].startswith("pkg:pypi/")
    }
    assert len(locked) > 50
    assert listed == locked


def test_it_lists_what_is_sent_to_browsers(sbom: dict[str, Any]) -> None:
    sent = {one["name"] for one in sbom["components"] if one["purl"].startswith("pkg:npm/")}
    named = json.loads((ROOT / "package.json").read_text())["devDependencies"]
    assert sent == set(named) - {"sass"}
    assert all(hashes(one) for one in sbom["components"])


def test_it_names_licences_and_no_address_that_a_lock_does_not_know(sbom: dict[str, Any]) -> None:
    without = [one["name"] for one in sbom["components"] if not one.get("licenses")]
    assert set(without) <= {"async-timeout", "brotlicffi", "colorama", "tzdata"}, "for other machines"
    assert "http" not in json.dumps(sbom["components"])
    assert sbom["metadata"]["component"]["name"] == "safekeep"
