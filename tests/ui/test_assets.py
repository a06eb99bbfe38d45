"""What the browser is sent: ours to send, small, and built only when something changed."""

from __future__ import annotations

import gzip
import json
import re
import subprocess
import sys
from pathlib import Path

from esafety.ui.assets import LOCAL_IMPORT

ROOT = Path(__file__).resolve().parents[2]


def test_nothing_is_taken_from_the_government_s_own_look(assets: Path) -> None:
    css = (assets / "app.css").read_text()
    for word in ("GDS Transport", "crest", "crown", "@font-face", "govuk-logotype"):
        assert word not in css, word


def test_no_file_points_at_one_that_is_not_there(assets: Path) -> None:
    for path in [*assets.glob("*.css"), *assets.glob("*.js")]:
        text = path.read_text()
        assert "sourceMappingURL" not in text, path.name
        for name in re.findall(r"url\(\"?\./([^)\"]+)", text) + [
            found[2] for found in LOCAL_IMPORT.findall(text)
        ]:
            assert (assets / name).is_file(), f"{path.name} names {name}"


def test_what_a_script_imports_may_be_kept_for_ever(assets: Path) -> None:
    imported = [found[2] for found in LOCAL_IMPORT.findall((assets / "init.js").read_text())]
    assert len(imported) >= 6
    assert all(re.fullmatch(r".+-[0-9a-f]{12}\.js", name) for name in imported)


def test_a_first_visit_on_a_phone_is_small(assets: Path) -> None:
    first = [
        path
        for path in assets.iterdir()
        if path.suffix in (".css", ".js", ".svg") and path.name != "htmx.min.js"
    ]
    assert sum(len(gzip.compress(path.read_bytes(), 9)) for path in first) < 36_500, (
        "of 40 kB; the page itself has the rest"
    )


def test_the_browser_s_storage_is_never_used() -> None:
    scripts = sorted((ROOT / "static" / "src" / "js").glob("*.js"))
    assert len(scripts) > 3, "an empty folder proves nothing"
    for path in scripts:
        assert not re.search(r"localStorage|sessionStorage|indexedDB|innerHTML|eval\(", path.read_text()), (
            path.name
        )


def test_the_lock_file_names_no_registry() -> None:
    lock = (ROOT / "package-lock.json").read_text()
    assert "http" not in re.sub(r'"url": "[^"]*"', "", lock)
    packages = json.loads(lock)["packages"]
    assert all("integrity" in package for name, package in packages.items() if name)


def test_a_second_build_returns_at_once(assets: Path) -> None:
    before = (assets / "app.css").stat().st_mtime_ns
    done = subprocess.run(
        [sys.executable, "-m", "esafety.ui.assets"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "assets: up to date"
    assert (assets / "app.css").stat().st_mtime_ns == before


def test_a_build_that_cannot_be_says_what_to_do(tmp_path: Path) -> None:
    """A copy of the project whose lock file asks for a package that exists nowhere."""
    for name in ("package.json", ".npmrc"):
        (tmp_path / name).write_text((ROOT / name).read_text())
    (tmp_path / "package-lock.json").write_text("{}")
    (tmp_path / "esafety" / "ui").mkdir(parents=True)
    (tmp_path / "esafety" / "ui" / "assets.py").write_text(
        (ROOT / "esafety" / "ui" / "assets.py").read_text()
    )
    (tmp_path / "static" / "src").mkdir(parents=True)
    done = subprocess.run(
        [sys.executable, "esafety/ui/assets.py"], cwd=tmp_path, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert done.stderr.startswith("assets: The front-end packages could not be fetched.")
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "static" / "built").exists()
