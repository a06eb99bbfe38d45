"""What a procedure is: a named list of steps, opened by facts. Source: domain/procedures.md."""

from __future__ import annotations

from typing import NamedTuple

from incidents.policy.routing import TaskRule, When


class Step(NamedTuple):
    """A step as one procedure asks for it: what is to do, and where that procedure has it from."""

    task: TaskRule
    source: str


class Procedure(NamedTuple):
    """One procedure: when it opens (any of the conditions), why, its steps in order, the page it follows.

    The id is stored and is for ever.
    """

    id: str
    name: str
    opens: tuple[When, ...]
    because: str
    steps: tuple[Step, ...]
    source: str
