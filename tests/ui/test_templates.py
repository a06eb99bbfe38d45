"""Rules that hold for every template, ours and those of rooms still to come."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted(
    [*(ROOT / "templates").rglob("*.html"), *(ROOT / "tests" / "ui" / "templates").rglob("*.html")]
)
FORBIDDEN = {
    r"\|\s*safe\b": "|safe",
    r"\bstyle\s*=": "an inline style",
    r"\son[a-z]+\s*=\s*[\"']": "an inline handler",
    r"<style\b": "a style element",
    r"<script(?![^>]*(\bsrc=|application/json))": "an inline script",
    r"hx-on": "hx-on",
    r"hx-trigger=\"[^\"]*\[": "a filter in hx-trigger",
    r"javascript:|\bjs:": "script in an attribute",
    r"\{%\s*autoescape\s+off": "escaping switched off",
    r"hx-(get|post)=\"\?|hx-boost": "htmx in place of a link",
}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_template_holds_no_script_no_style_and_escapes_everything(path: Path) -> None:
    text = re.sub(r"\{% comment %\}.*?\{% endcomment %\}", "", path.read_text(), flags=re.DOTALL)
    for pattern, name in FORBIDDEN.items():
        assert not re.search(pattern, text), f"{path.name} has {name}"


@pytest.mark.parametrize(
    "path", sorted((ROOT / "templates" / "components").glob("*.html")), ids=lambda path: path.stem
)
def test_a_component_says_what_it_needs(path: Path) -> None:
    if path.stem not in ("mark", "next_icon", "cell"):
        assert path.read_text().lstrip().startswith("{% comment %}")
