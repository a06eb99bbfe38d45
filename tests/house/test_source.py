"""What the source of the product does not do: escape by hand, run a shell, read objects from bytes, guess."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("esafety", "incidents", "aup", "filtering")
FILES = sorted(
    path for room in ROOMS for path in (ROOT / room).rglob("*.py") if "migrations" not in path.parts
)

MARKUP = {"mark_safe", "SafeString", "SafeText", "format_html", "format_html_join"}
OBJECTS = {"pickle", "cPickle", "marshal", "shelve", "dill", "yaml", "jsonpickle"}
RUNS_PROGRAMS = {
    "esafety/ui/assets.py", "esafety/serve/libraries.py", "esafety/serve/supervisor.py",
    "esafety/backup/engines/programs.py", "esafety/papers/confined.py",
}  # fmt: skip
RAW_SQL = {"incidents/lists/search.py"}
"""Where a list of words goes to the full-text index, as a parameter."""
OWN_SQL = {
    "esafety/audit/guards.py", "esafety/audit/trail.py", "esafety/walls/raising.py", "esafety/backup/engines/shape.py",
    "esafety/backup/engines/sqlite.py", "esafety/backup/engines/postgres.py",
}  # fmt: skip
"""Where a statement is chosen or put together from names of our own tables: no request comes near."""


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def uses(source: str) -> Iterator[tuple[str, ast.AST]]:
    """Every name that is imported, called or read, and where."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((part, node) for part in ((node.module or ""), *(a.name for a in node.names)))
        elif isinstance(node, ast.Attribute):
            yield node.attr, node
        elif isinstance(node, ast.Name):
            yield node.id, node


@cache
def names(path: Path) -> set[str]:
    return {name.split(".")[0] for name, _ in uses(path.read_text(encoding="utf-8"))}


def files_using(wanted: set[str]) -> set[str]:
    return {name_of(path) for path in FILES if names(path) & wanted}


def test_the_walk_reads_the_product() -> None:
    assert len(FILES) > 300
    found = {name for name, _ in uses("import pickle\nx = mark_safe(y)\nfrom os import system\nq.raw('a')")}
    assert found >= {"pickle", "mark_safe", "system", "raw"}


def test_nobody_declares_text_to_be_markup() -> None:
    assert files_using(MARKUP) == set()


def test_programs_are_run_in_these_places_without_a_shell() -> None:
    assert files_using({"subprocess", "popen", "execv", "execvp", "spawnl", "getoutput"}) == RUNS_PROGRAMS
    for name in RUNS_PROGRAMS:
        calls = [
            node for node in ast.walk(ast.parse((ROOT / name).read_text())) if isinstance(node, ast.Call)
        ]
        assert not [call for call in calls for word in call.keywords if word.arg == "shell"], name


def test_no_object_is_made_from_bytes_and_no_code_from_text() -> None:
    assert files_using(OBJECTS | {"eval", "exec"}) == set()


def test_sql_is_a_constant() -> None:
    """What is asked of a database in its own tongue is written here, and what was typed is a parameter."""
    made = {name for path in FILES for name in _sql_put_together(path)}
    assert made == OWN_SQL
    assert files_using({"RawSQL"}) == RAW_SQL


def _sql_put_together(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        called = getattr(node.func, "attr", getattr(node.func, "id", ""))
        if called in ("execute", "executemany", "RawSQL", "raw", "extra") and _is_made(node.args):
            yield name_of(path)


def _is_made(arguments: list[ast.expr]) -> bool:
    """Whether the first argument is put together on the spot."""
    return bool(arguments) and isinstance(arguments[0], ast.JoinedStr | ast.BinOp | ast.Call)


def test_nothing_is_drawn_from_chance_that_can_be_foretold() -> None:
    """`random` invents the demonstration and spreads retries; what must not be guessed comes from `secrets`."""
    assert {name for name in files_using({"random"}) if "/demo/" not in name} <= {
        "esafety/outbox/patience.py"
    }


def test_no_template_is_made_of_what_somebody_typed() -> None:
    """`Template(…)` from django.template is nowhere: a school's texts are filled in with fixed names."""
    made = {
        name_of(path)
        for path in FILES
        if "from django.template import" in path.read_text() and "Template" in names(path)
    }
    assert made == set()
