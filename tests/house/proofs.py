"""How a document names its proofs, and whether they are there: `path::name` between backticks."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def proofs_in(text: str) -> list[tuple[str, str]]:
    """The tests a text names."""
    return NAMED.findall(text)


@cache
def tests_of(path: str) -> frozenset[str]:
    """The functions of a file; none when it is gone."""
    if not (ROOT / path).is_file():
        return frozenset()
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def is_there(path: str, name: str) -> bool:
    """Whether this very test exists."""
    return name in tests_of(path)
