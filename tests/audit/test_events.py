"""Everything the trail can say is really said somewhere, and reads as a sentence."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import NamedTuple

import pytest

from aup.lifecycle import MOVES as EDITION_MOVES
from esafety.audit import event
from esafety.audit.models import AuditEvent
from esafety.audit.registry import declared
from esafety.governance.lifecycle import MOVES as REPORT_MOVES
from incidents.lifecycle import MOVES

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted(
    path
    for room in ("esafety", "incidents", "aup", "filtering")
    for path in (ROOT / room).rglob("*.py")
    if "migrations" not in path.parts
)


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield node


def name_of(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def module_of(path: Path) -> str:
    """What a file is called where it is imported."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def is_vocabulary(path: Path) -> bool:
    """Whether a file holds the words of a room: `vocabulary.py`, or a chapter of `vocabulary/`."""
    return "vocabulary" in (path.stem, path.parent.name)


def declarations() -> dict[tuple[Path, str], str]:
    """(module, constant) → code, for every `NAME = event("code", …)`."""
    found = {}
    for path in SOURCES:
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
                made = node.value
                if name_of(made.func) == "event" and isinstance(made.args[0], ast.Constant):
                    found[path, name_of(node.targets[0])] = made.args[0].value
    return found


class Handed(NamedTuple):
    """Where a function takes the event it writes: its place among the arguments, and its name."""

    place: int | None
    name: str


class Module:
    """One source file: what its names mean, and which events its calls write."""

    def __init__(self, path: Path) -> None:
        self.tree = ast.parse(path.read_text())
        self.name = module_of(path)
        self.imports = {
            alias.asname or alias.name: (node.module or "", alias.name)
            for node in ast.walk(self.tree)
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
        }
        self.tables = {
            name_of(target): node.value
            for node in self.tree.body
            if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None
            for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        }
        self.writers = {
            local: Handed(0, "event")
            for local, (module, name) in self.imports.items()
            if module.startswith("esafety.audit") and name in ("record", "record_each", "note")
        }
        while more := self._more_writers():
            self.writers |= more

    @property
    def functions(self) -> list[ast.FunctionDef]:
        return [node for node in ast.walk(self.tree) if isinstance(node, ast.FunctionDef)]

    def _more_writers(self) -> dict[str, Handed]:
        """Functions that write the event they are handed, themselves or by handing it on."""
        unknown = [one for one in self.functions if one.name not in self.writers]
        return {one.name: found for one in unknown if (found := self._handed(one))}

    def _handed(self, function: ast.FunctionDef) -> Handed | None:
        in_order = [one.arg for one in function.args.args]
        parameters = [*in_order, *(one.arg for one in function.args.kwonlyargs)]
        for call in calls(function):
            event = self._event_of(call)
            if event is not None and (name := name_of(event)) in parameters:
                return Handed(in_order.index(name) if name in in_order else None, name)
        return None

    def _event_of(self, call: ast.Call) -> ast.expr | None:
        """What a call of a writer says happened; none when the call is of something else."""
        if (handed := self.writers.get(name_of(call.func))) is None:
            return None
        if handed.place is not None and handed.place < len(call.args):
            return call.args[handed.place]
        return next((word.value for word in call.keywords if word.arg == handed.name), None)

    def constants(self, node: ast.AST) -> set[tuple[str, str]]:
        """(module, name) of everything a piece of code names, through one table of this module."""
        found = set()
        for inner in ast.walk(node):
            if isinstance(inner, ast.Attribute) and isinstance(inner.value, ast.Name):
                module, name = self.imports.get(inner.value.id, ("", ""))
                found.add((f"{module}.{name}", inner.attr))
            if isinstance(inner, ast.Name):
                found.add(self.imports.get(inner.id, (self.name, inner.id)))
                if inner.id in self.tables and inner.id.startswith("_"):
                    found |= self.constants(self.tables[inner.id])
        return found

    def written(self) -> set[tuple[str, str]]:
        """What is named in `record(…)`, `record_each(…)` or `note(…)`, handed to a function that writes what
        it is handed, or given to a door as `seen=`; where a call writes what it looked up, what was looked up."""
        found: set[tuple[str, str]] = set()
        for call in calls(self.tree):
            given = [*call.args, *(word.value for word in call.keywords)]
            seen = [word.value for word in call.keywords if word.arg == "seen"]
            for node in given if name_of(call.func) in self.writers else seen:
                found |= self.constants(node)
        for function in self.functions:
            if any(self._looked_up(call) for call in calls(function)):
                found |= self.constants(function)
        return found

    def _looked_up(self, call: ast.Call) -> bool:
        event = self._event_of(call)
        return isinstance(event, ast.Name) and event.id not in self.imports


def written() -> set[str]:
    """Codes of the events that some call writes, and those of the tables of moves."""
    by_name = {(module_of(path), name): code for (path, name), code in declarations().items()}
    named = {one for path in SOURCES if not is_vocabulary(path) for one in Module(path).written()}
    return {by_name[one] for one in named if one in by_name} | {
        move.event.code for move in (*MOVES, *EDITION_MOVES, *REPORT_MOVES)
    }


def test_every_declared_event_is_written_somewhere() -> None:
    assert set(declared()) - written() == set()


def test_every_event_is_declared_in_a_vocabulary() -> None:
    assert {path for path, _ in declarations() if not is_vocabulary(path)} == set()
    ours = set(declarations().values())
    assert set(declared()) == ours
    assert len(ours) > 60


@pytest.mark.parametrize("code", sorted(declared()))
def test_an_event_reads_as_a_sentence(code: str) -> None:
    sentence = declared()[code].sentence
    keys = {field for _, field, _, _ in Formatter().parse(sentence) if field is not None}
    assert all(re.fullmatch(r"[a-z_]+", key) for key in keys)
    entry = AuditEvent(code=code, actor_name="Ada Byrne", about_reference="26-K7QF", detail={})
    assert entry.sentence == sentence.format(**{key: key.replace("_", " ") for key in keys} | KNOWN)
    assert not sentence.endswith(".")


KNOWN = {"actor": "Ada Byrne", "about": "26-K7QF"}


def test_a_code_is_declared_once_and_well_formed() -> None:
    from django.core.exceptions import ImproperlyConfigured

    for code in ("incident.reported", "Incident.Seen", "seen", "a b.c"):
        with pytest.raises(ImproperlyConfigured):
            event(code, "?")


def test_an_event_whose_room_has_left_still_says_its_code() -> None:
    assert AuditEvent(code="gone.away", actor_name="Ada").sentence == "Ada: gone.away"
