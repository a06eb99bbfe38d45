"""The rules in force as a document: for a governor, a safeguarding lead, an inspector."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from aup import lifecycle as agreements
from aup.policy.audiences import RULES
from esafety.access.roles import CAPABILITIES
from esafety.people.vocabulary import Role
from incidents.access import DECIDERS, READERS
from incidents.lifecycle import MOVES, diagram
from incidents.models.draft import KEPT_FOR
from incidents.policy.clocks import ADJUSTABLE
from incidents.policy.routing import COPY_TASK, DUTIES, EDITION, OWNERSHIP, TaskRule
from incidents.policy.types import TYPES
from incidents.vocabulary import Lane

_OPENING = f"""# The policy book

Rules of {EDITION}, printed from the code by `manage.py policy_book`; a test keeps this page equal to it. The letters
are the source policies: A to E, with their sections.
"""


def policy_book() -> str:
    """The whole book, as Markdown."""
    parts = (_OPENING, _roles(), _lanes(), _owners(), _duties(), _types(), _clocks(), _life(), _agreements())
    return "\n".join(parts)


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(columns)} |", f"|{' --- |' * len(columns)}"]
    lines += [f"| {' | '.join(cell or '–' for cell in row)} |" for row in rows]
    return "\n".join(lines) + "\n"


def _roles() -> str:
    rows = (
        (role.label, ", ".join(sorted(can.label.lower() for can in cans)))
        for role, cans in CAPABILITIES.items()
    )
    return "## What each role may do at all\n\nWhich records is the next table.\n\n" + _table(
        ("role", "may"), rows
    )


def _lanes() -> str:
    words = (
        "## Who reads what\n\nBesides these: whoever owns an incident, whoever is assigned or invited by name (they "
        "read and add notes).\nNever: a subject, once a subject, anybody close to one, and anybody with the family "
        "name of an adult subject\nwho is named in words only. In the last three lanes only the decider and the "
        "owner triage, share and close.\n"
    )
    rows = (
        (
            lane.label,
            _roles_of(READERS[lane]),
            DECIDERS[lane].label if lane in DECIDERS else "whoever reads it",
        )
        for lane in Lane
    )
    return f"{words}\n" + _table(("held as", "read by", "decided by"), rows)


def _roles_of(roles: Iterable[Role]) -> str:
    return ", ".join(role.label for role in Role if role in set(roles))


def _owners() -> str:
    words = (
        "## Who must act\n\nThe first row that fits. The first of the line without a conflict, and not away, owns "
        "it.\n"
    )
    rows = (
        (row.because, Lane(row.lane).label, ", then ".join(role.label for role in row.line), row.source)
        for row in OWNERSHIP
    )
    return f"{words}\n" + _table(("when", "held as", "line", "source"), rows)


def _duties() -> str:
    words = "## Who is told, and what must be done\n\nEvery row that fits.\n"
    rows = (
        (
            row.because,
            ", ".join(role.label for role in row.tell),
            "; ".join(map(_task, row.tasks)),
            row.source,
        )
        for row in DUTIES
    )
    closed = (
        "An incident is closed and the school's setting asks for a copy",
        "",
        _task(COPY_TASK),
        "C 4.1, C App. 4",
    )
    return f"{words}\n" + _table(("when", "told", "tasks", "source"), [*rows, closed])


def _task(task: TaskRule) -> str:
    who = task.role.label if task.role else "the owner"
    return f"{task.words} ({who}, {task.clock}{', needed to close' if task.required else ''})"


def _types() -> str:
    columns = (
        "type",
        "area of risk",
        "at risk",
        "may be illegal",
        "police must be told",
        "filter",
        "technical",
        "source",
    )
    rows = (
        (
            rule.type.label,
            rule.risk_area.label,
            *(
                "yes" if fact else ""
                for fact in (rule.at_risk, rule.illegal, rule.police, rule.content, rule.technical)
            ),
            rule.source,
        )
        for rule in TYPES
    )
    return "## What each type means\n\n" + _table(columns, rows)


def _clocks() -> str:
    rows = (
        (row.means, ", ".join(choice for choice in row.choices), row.clock, row.source) for row in ADJUSTABLE
    )
    words = (
        "\n## What a school may set\n\nA school may be quicker than the published clock, never slower. A task says "
        "when its clock was set by the school.\n\n"
    )
    return _clock_words() + words + _table(("clock", "may be", "published", "source"), rows)


def _clock_words() -> str:
    return (
        "## Clocks\n\n"
        "A first look: 15 minutes in danger; the same school day (24 hours at most outside school days) for a\n"
        "safeguarding matter or a matter about an adult of the school; otherwise the end of the next school day.\n"
        "A clock that runs out stays on the record as missed and passes the incident on. Days end at 5pm, local\n"
        f"time. A report not sent is purged {KEPT_FOR.days} days after it was last changed.\n"
    )


def _life() -> str:
    rows = (
        (
            move.label,
            ", ".join(status.label for status in move.origin),
            move.target.label,
            move.capability.label,
            "yes" if move.needs_reason else "",
        )
        for move in MOVES
    )
    table = _table(("move", "from", "to", "who may", "with a reason"), rows)
    return f"## The life of an incident\n\n{table}\n```mermaid\n{diagram()}\n```\n"


def _agreements() -> str:
    rows = (
        (rule.audience.label, rule.signers, rule.when, str(rule.reading_age), rule.source) for rule in RULES
    )
    moves = (
        (
            move.label,
            ", ".join(status.label for status in move.origin),
            move.target.label,
            move.capability.label,
        )
        for move in agreements.MOVES
    )
    signs = _table(("agreement", "who signs", "when", "for readers of (years)", "source"), rows)
    life = _table(("move", "from", "to", "who may"), moves)
    chart = f"```mermaid\n{agreements.diagram()}\n```\n"
    return f"## Who signs which agreement\n\n{signs}\n## The life of an edition\n\n{life}\n{chart}"
