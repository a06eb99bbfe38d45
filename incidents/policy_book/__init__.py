"""The rules in force as a document: for a governor, a safeguarding lead, an inspector."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from aup import lifecycle as agreements
from aup.policy import audiences
from esafety.access.capabilities import Capability
from esafety.access.roles import CAPABILITIES
from esafety.people.vocabulary import Role
from incidents.access import DECIDERS, READERS
from incidents.lifecycle import MOVES, diagram
from incidents.models.draft import KEPT_FOR
from incidents.patterns.facts import HORIZON
from incidents.policy.alerts import HEAD_LINE, KINDS, OPEN_LINE, STAFF_LINE
from incidents.policy.clocks import ADJUSTABLE
from incidents.policy.patterns import RULES
from incidents.policy.pauses import LONGEST, PAUSES
from incidents.policy.procedures import PROCEDURES, Procedure
from incidents.policy.routing import COPY_TASK, DUTIES, EDITION, OWNERSHIP, TaskRule
from incidents.policy.sanctions import CHOICES, STAFF, Ladder
from incidents.policy.types import TYPES
from incidents.policy_book.beside import custody, letters, viewing
from incidents.policy_book.outside import outside
from incidents.vocabulary import Lane, Records, WaitsFor

_WORDS = {step.task.code: step.task.words for row in PROCEDURES for step in row.steps}
_OPENING = f"""# The policy book

Rules of {EDITION}, printed from the code by `manage.py policy_book`; a test keeps this page equal to it. The letters
are the source policies: A to E, with their sections.
"""


def policy_book() -> str:
    """The whole book, as Markdown."""
    parts = (
        _OPENING,
        _roles(),
        _lanes(),
        _owners(),
        _duties(),
        _types(),
        _procedures(),
        _clocks(),
        _pauses(),
        outside(_table),
        _ladders(),
        _life(),
        _beside(),
        _alerts(),
        _patterns(),
        _agreements(),
        *(chapter(_table) for chapter in _CHAPTERS),
    )
    return "\n".join(parts)


_CHAPTERS: list[Callable[[Callable[..., str]], str]] = []


def add_chapter(chapter: Callable[[Callable[..., str]], str]) -> None:
    """Let a room upstairs print its own rules: `chapter(table)`, called from its `apps.py`."""
    if chapter not in _CHAPTERS:
        _CHAPTERS.append(chapter)


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(columns)} |", f"|{' --- |' * len(columns)}"]
    lines += [f"| {' | '.join(cell or '–' for cell in row)} |" for row in rows]
    return "\n".join(lines) + "\n"


def _roles() -> str:
    rows = (
        (can.label, _roles_of([role for role, cans in CAPABILITIES.items() if can in cans]))
        for can in sorted(Capability, key=lambda one: str(one.label).lower())
    )
    return "## What each role may do at all\n\nWhich records is the next table.\n\n" + _table(
        ("what", "who may"), rows
    )


def _lanes() -> str:
    words = (
        "## Who reads what\n\nBesides these: whoever owns an incident, whoever is assigned or invited by name (they "
        "read and add notes).\nNever: a subject, once a subject, anybody close to one, and anybody with the family "
        "name of an adult subject\nwho is named in words only. In the last four lanes only the decider and the "
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


def _procedures() -> str:
    words = (
        "## What is done: the procedures\n\nA procedure opens when its facts are there and the concern is triaged. A "
        "step that several ask for is on the\nincident once. “Needed” must be done, or excused with a reason, before "
        "closing.\n"
    )
    return words + "".join(_procedure(row) for row in PROCEDURES)


def _procedure(row: Procedure) -> str:
    rows = (
        (
            step.task.words,
            step.task.role.label if step.task.role else "the owner",
            str(step.task.clock or "no set time"),
            "needed" if step.task.required else "",
            Records(step.task.records).label,
            step.source,
        )
        for step in row.steps
    )
    columns = ("step", "who", "by when", "to close", "leaves on the record", "source")
    return f"\n### {row.name}\n\n{row.because} ({row.source}).\n\n" + _table(columns, rows)


def _pauses() -> str:
    words = f"\n## Clocks that may stand still\n\nNo other clock does, and none longer than {LONGEST} working days.\n\n"
    rows = (
        (
            "; ".join(_WORDS[code] for code in row.codes),
            ", ".join(one.label for one in WaitsFor if one in row.waits_for),
            row.source,
        )
        for row in PAUSES
    )
    return words + _table(("steps", "asked by", "source"), rows)


def _ladders() -> str:
    words = "\n## Sanctions\n\nThe ladder proposes, a person decides. About the head or a governor the chair does.\n"
    return words + "".join(_ladder(one) for one in (*CHOICES, STAFF))


def _ladder(one: Ladder) -> str:
    rows = (
        (
            rung.code,
            rung.conduct,
            "; ".join(measure.label for measure in rung.measures),
            ", ".join(role.label for role in rung.decides),
        )
        for rung in one.rungs
    )
    table = _table(("category", "conduct", "available", "decided by"), rows)
    return f"\n### {one.name} ({one.source})\n\n{table}"


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


def _alerts() -> str:
    words = (
        "## Monitoring alerts\n\nRead by whoever triages alerts, and by the business manager where the school says "
        "so; one about an adult of\nthe school by one post alone. Never deleted. A serious one is read by two people "
        "before it is set aside. No capture is\nstored. One that nobody reads in time goes up the line (A 4, E 9).\n"
    )
    lines = [
        ("anybody else", "; then ".join(_roles_of(step) for step in OPEN_LINE), "A 4"),
        ("a member of staff", ", else ".join(role.label for role in STAFF_LINE), "C 4.1, C 4.4"),
        ("the head or a governor", ", else ".join(role.label for role in HEAD_LINE), "A flow 1, C 4.4"),
    ]
    kinds = ((", ".join(kind.words), kind.type.label) for kind in KINDS)
    becomes = "\nTaken on, a word in its category says what it is filled in as: the first row that fits.\n\n"
    asked = _table(("alert about", "asked to read it", "source"), lines)
    return f"{words}\n{asked}{becomes}" + _table(("word in the category", "type"), kinds)


def _patterns() -> str:
    words = (
        "## Patterns\n\nPlain rules look across incidents, in the days up to the newest one, while that is younger "
        f"than {HORIZON.days} days. A school may\nchoose another number among those given. A pattern is shown only to "
        "whoever may open every incident in it. An answer\nstands until another incident arrives.\n"
    )
    rows = (
        (
            rule.looks_for,
            f"{rule.least} {rule.counts}",
            ", ".join(map(str, rule.choices)),
            f"{rule.days} days" if rule.days else "this term",
            "; ".join(str(step.label) for step in rule.steps),
            rule.source,
        )
        for rule in RULES
    )
    columns = ("looks for", "from", "or from", "within", "offers", "source")
    return f"{words}\n" + _table(columns, rows)


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
        (rule.audience.label, rule.signers, rule.when, str(rule.reading_age), rule.source)
        for rule in audiences.RULES
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


def _beside() -> str:
    return "\n".join(
        (
            "## Chain of custody\n\n" + _table(*custody()),
            "## Viewing\n\n" + viewing(),
            "## Letters\n\n" + _table(*letters()),
        )
    )
