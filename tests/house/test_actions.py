"""What an action, a view and a table of the house look like (house.md 2, 4 and 8)."""

from __future__ import annotations

import ast
import inspect
import re
import statistics
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import aup.actions
import esafety.governance.actions
import esafety.moving.actions
import esafety.office.actions
import esafety.outbox.actions
import esafety.papers.actions
import esafety.subject_access.actions
import filtering.actions
import incidents.actions
from esafety.access.doors import Door
from incidents.policy import routing
from incidents.policy.types import TYPES
from incidents.vocabulary import IncidentType
from tests.house.routes import routes

ROOT = Path(__file__).resolve().parents[2]
ROOMS = (
    aup.actions,
    esafety.governance.actions,
    esafety.moving.actions,
    esafety.office.actions,
    esafety.outbox.actions,
    esafety.papers.actions,
    esafety.subject_access.actions,
    filtering.actions,
    incidents.actions,
)
IN_OTHER_WORDS = {"next_in_line", "upward", "raised", "Sent", "Made"}
"""Names that the rooms hand out beside their verbs: questions, and a value."""
POSITIONAL = {"want": 1, "send_document": 1, "close_link": 1}
"""Verbs with one plain object first (`want(INCIDENT_RECORD, about=…)`)."""
NOT_ATOMIC = {
    "begin_draft": "one insert",
    "report": "gives what is there when it was sent before; what it does is atomic inside",
    "finish_task": "hands on to the atomic one",
    "set_task_aside": "hands on to the atomic one",
    "keep_time": "one transaction for each row, so that one cannot hold up the others",
    "begin_reminders": "one transaction for each campaign, so that one cannot hold up the others",
    "carry_out_changes": "one transaction for each change, so that one cannot hold up the others",
    "warn_of_clocks": "one transaction for each reminder, so that one cannot hold up the others",
    "run_out_alert_clocks": "one transaction for each clock, so that one cannot hold up the others",
    "find_patterns": "one transaction for each school, so that one cannot hold up the others",
    "take_receipts": "one transaction for each receipt, so that one cannot hold up the others",
    "remind_of_transfers": "one transaction for each reminder, so that one cannot hold up the others",
    "remind_of_requests": "one transaction for each reminder, so that one cannot hold up the others",
    "run_out_clocks": "one transaction for each clock, so that one cannot hold up the others",
}


def verbs() -> Iterator[tuple[str, Callable[..., Any]]]:
    for room in ROOMS:
        for module in _modules(room):
            for name, found in vars(module).items():
                is_ours = inspect.isfunction(found) and inspect.unwrap(found).__module__ == module.__name__
                if is_ours and not name.startswith("_") and name in _handed_out(room):
                    yield f"{module.__name__}.{name}", found


def _modules(room: ModuleType) -> list[ModuleType]:
    folder = Path(room.__file__ or "").parent
    names = [path.stem for path in sorted(folder.glob("*.py")) if path.stem != "__init__"]
    return [
        sys.modules[f"{room.__name__}.{name}"] for name in names if f"{room.__name__}.{name}" in sys.modules
    ]


def _handed_out(room: ModuleType) -> set[str]:
    return {name for name in vars(room) if not name.startswith("_")} - IN_OTHER_WORDS


VERBS = dict(verbs())
each = pytest.mark.parametrize("name", sorted(VERBS))


def test_the_walk_finds_the_actions() -> None:
    assert len(VERBS) >= 45


@each
def test_an_action_takes_keywords_and_who_acts(name: str) -> None:
    parameters = inspect.signature(VERBS[name]).parameters
    positional = [one for one in parameters.values() if one.kind is not inspect.Parameter.KEYWORD_ONLY]
    assert len(positional) == POSITIONAL.get(name.split(".")[-1], 0), positional
    assert "by" in parameters
    assert "request" not in parameters


@each
def test_an_action_says_what_it_does(name: str) -> None:
    words = (VERBS[name].__doc__ or "").strip()
    assert words.split("\n")[0].endswith((".", ":")), words
    assert not words.startswith(("This", "Returns the"))


@each
def test_an_action_is_one_transaction(name: str) -> None:
    verb = VERBS[name]
    code = inspect.unwrap(verb).__code__
    wrapped = verb is not inspect.unwrap(verb) and "contextlib" in verb.__code__.co_filename
    if name.split(".")[-1] in NOT_ATOMIC:
        assert not wrapped, "take it off the list"
        return
    assert wrapped or "atomic" in code.co_names


def _called(tree: ast.AST) -> set[str]:
    return {
        node.func.id if isinstance(node.func, ast.Name) else node.func.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute)
    }


def test_no_action_knows_of_requests_or_pages() -> None:
    for path in ROOT.glob("*/**/actions/*.py"):
        text = path.read_text()
        assert "django.http" not in text, path
        assert "render" not in _called(ast.parse(text)), path


# -- views -----------------------------------------------------------------------------------------


def lines_of(view: Callable[..., Any]) -> int:
    """Statements' lines without decorators and docstring."""
    source = inspect.getsource(inspect.unwrap(view))
    node = ast.parse(textwrap.dedent(source)).body[0]
    assert isinstance(node, ast.FunctionDef)
    body = node.body[1:] if ast.get_docstring(node) else node.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def our_views() -> list[Callable[..., Any]]:
    found = [inspect.unwrap(route.view) for route in routes()]
    return [view for view in found if view.__module__.split(".")[0] in ("incidents", "esafety")]


def test_a_view_is_a_function_and_short() -> None:
    views = our_views()
    assert all(inspect.isfunction(view) for view in views)
    sizes = [lines_of(view) for view in views]
    assert statistics.median(sizes) <= 15
    assert max(sizes) <= 32


GUARDIAN_S = {"has_perm", "has_perms", "get_objects_for_user", "assign_perm", "permission_required"}


def test_no_view_asks_for_rights_on_a_record_by_django_s_own_way() -> None:
    for path in [*ROOT.glob("esafety/**/*.py"), *ROOT.glob("incidents/**/*.py")]:
        if "migrations" in path.parts:
            continue
        called = _called(ast.parse(path.read_text()))
        assert not called & {
            "has_perm",
            "has_perms",
            "get_objects_for_user",
            "assign_perm",
            "permission_required",
        }, path


# -- tables ----------------------------------------------------------------------------------------


def test_every_rule_cites_its_source() -> None:
    for row in (*routing.OWNERSHIP, *routing.DUTIES, *TYPES):
        assert row.source[0] in "ABCDE", row
    assert all(row.because for row in (*routing.OWNERSHIP, *routing.DUTIES))
    assert [row.type for row in TYPES] == list(IncidentType)


def test_the_last_row_fits_everything() -> None:
    assert routing.OWNERSHIP[-1].when == routing.When()


# -- what is left out on purpose -------------------------------------------------------------------


def test_the_house_has_no_signals_of_its_own_and_no_logic_in_save() -> None:
    for path in [*ROOT.glob("esafety/**/*.py"), *ROOT.glob("incidents/**/*.py")]:
        text = path.read_text()
        assert "@receiver" not in text, path
        assert not re.search(r"\b(pre|post)_(save|delete)\b", text), path
        if path.name != "audit_event.py":
            assert "def save(" not in text, path


def test_no_module_is_named_for_what_it_is_not() -> None:
    forbidden = {"utils", "helpers", "core", "common", "misc", "manager", "managers", "service", "services"}
    stems = {
        path.stem
        for room in ("esafety", "incidents", "aup", "filtering")
        for path in (ROOT / room).rglob("*.py")
    }
    assert stems & forbidden == set()


def test_rooms_import_downwards_only() -> None:
    tool = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([tool], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_a_door_says_what_it_asks() -> None:
    assert Door("public").kind == "public"
