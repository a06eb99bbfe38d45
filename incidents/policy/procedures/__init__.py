"""What the school does about each kind of matter: the procedures of the policy, as data.

A procedure opens when its facts are there and the concern is triaged; its steps are copied onto the incident as
tasks, so that a later change of these tables never changes an open case. A step that several ask for is there
once, with all their sources. The order is the order in which steps are shown: what cannot wait comes first.

Source: domain/procedures.md, row by row.
"""

from __future__ import annotations

from esafety.people.vocabulary import Role
from incidents.policy.procedures.adults import ADULTS
from incidents.policy.procedures.content import CONTENT
from incidents.policy.procedures.pupils import PUPILS
from incidents.policy.procedures.running import RUNNING
from incidents.policy.procedures.shape import Procedure, Step
from incidents.policy.routing import Facts

__all__ = ["EDITION", "PROCEDURES", "Procedure", "Step", "procedures", "roles_of_steps"]

EDITION = "2026-11"
"""Printed on what these tables opened; raised with every change to them."""

_CANNOT_WAIT = ("illegal", "adult-contact", "nudes", "staff-child", "self-harm")
_ALL = (*CONTENT, *PUPILS, *ADULTS, *RUNNING)

PROCEDURES: tuple[Procedure, ...] = tuple(
    sorted(_ALL, key=lambda one: _CANNOT_WAIT.index(one.id) if one.id in _CANNOT_WAIT else len(_CANNOT_WAIT))
)


def roles_of_steps(facts: Facts) -> set[Role]:
    """The posts that steps of the procedures are given to."""
    rows = procedures(facts)
    return {step.task.role for row in rows for step in row.steps if step.task.role is not None}


def procedures(facts: Facts) -> tuple[Procedure, ...]:
    """Every procedure that the facts open, in the table's order."""
    return tuple(row for row in PROCEDURES if any(when.fits(facts) for when in row.opens))
