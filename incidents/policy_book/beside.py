"""The chapters of the policy book about what is kept beside an incident: custody, viewing, letters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from incidents.policy.custody import LINKS, why_not
from incidents.policy.letters import RULES, To
from incidents.policy.viewing import CONDITIONS, EDITION, NEVER, PRESET_YES, VIEWERS
from incidents.vocabulary import IncidentType

Row = Sequence[str]
_TO = {To.PARENT: "a parent or carer", To.OUTSIDE: "a body outside", To.ANYBODY: "whoever complained"}


def custody() -> tuple[Row, Iterator[Row]]:
    """What may follow what in a chain of custody."""
    rows = (
        (
            link.step.label,
            ", ".join(sorted(state.label for state in link.since)),
            ", ".join(link.needs),
            "yes" if _open_if_illegal(link) else "no: the police decide",
        )
        for link in LINKS.values()
    )
    return ("entry", "while it is", "must say", "of what may be illegal"), rows


def _open_if_illegal(link: object) -> bool:
    step, since = link.step, link.since  # type: ignore[attr-defined]
    return any(why_not(step, state, may_be_illegal=True) is None for state in since)


def letters() -> tuple[Row, Iterator[Row]]:
    """Every kind of letter."""
    second = {True: "always", False: "in closely held matters"}
    rows = (
        (rule.kind.label, _TO[rule.to], ", ".join(rule.asks), second[rule.serious], rule.source)
        for rule in RULES.values()
    )
    return ("letter", "to", "asks", "second person", "source"), rows


def viewing() -> str:
    """Whether anybody looks at a picture that may show a child."""
    never = ", ".join(sorted(kind.label for kind in NEVER))
    preset = ", ".join(sorted(IncidentType(kind).label for kind in PRESET_YES - NEVER))
    viewers = " or ".join(sorted(role.label for role in VIEWERS))
    lines = [
        f"UKCIS, edition {EDITION}. Only {viewers}, and only if all of this holds:\n",
        *(f"- {one.words}" for one in CONDITIONS),
        f"\nNever in: {never}. In these, and in {preset}, the question before a file counts as answered with yes.\n",
    ]
    return "\n".join(lines)
