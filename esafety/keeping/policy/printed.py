"""The schedule as a chapter of the policy book."""

from __future__ import annotations

from collections.abc import Callable

from esafety.keeping.policy.schedule import AT_MOST, SCHEDULE, Rule
from esafety.keeping.vocabulary import LAID, HoldKind

_WORDS = """## How long records are kept

Offered numbers; each school confirms or changes its own within the bounds, and the page shows who did and when. A
school year ends on 31 August; who was born on 29 February has the birthday on 1 March in other years.
"""
_HOLDS = f"""## What holds a record

Asked when a record is reviewed and again in the transaction that disposes of it. Two people dispose, neither named in a
record in it; the second never reported, received, opened, placed or worked on one. {AT_MOST} records at most go in one
disposal.
"""


def chapter(table: Callable[..., str]) -> str:
    """Two tables: the schedule, the holds."""
    rows = (
        (
            rule.kind.label,
            rule.trigger.label,
            years(rule),
            f"{rule.least} to {rule.most}" if rule.is_a_setting else "",
            rule.then,
            rule.strength.label,
            rule.source,
        )
        for rule in SCHEDULE
    )
    columns = ("record", "counted from", "years", "the school may set", "then", "strength", "source")
    holds = (
        (kind.label, "laid by a person; lifted by two" if kind in LAID else "found") for kind in HoldKind
    )
    return f"{_WORDS}\n{table(columns, rows)}\n{_HOLDS}\n{table(('hold', 'how'), holds)}"


def years(rule: Rule) -> str:
    """How many years, or that it is no number."""
    return str(rule.years) if rule.is_a_setting else ""
