"""Which clocks may stand still, for whom, and for how long. What is not in the table never pauses.

Source: domain/procedures.md and routing.md: the police, social care or the LADO may ask a school to wait before it
asks, tells or sanctions anybody (C 4.4, C 4.7); whoever complained may ask for time (D 3.8).
"""

from __future__ import annotations

from typing import NamedTuple

from incidents.policy.routing import TaskCode
from incidents.vocabulary import WaitsFor as W

LONGEST = 20
"""Working days at most at a time: whoever asked is asked again before it is paused longer."""


class MayPause(NamedTuple):
    """Steps whose clock may stand still, and for whom."""

    codes: tuple[str, ...]
    waits_for: frozenset[W]
    source: str


_AUTHORITIES = frozenset({W.POLICE, W.SOCIAL_CARE, W.LADO})

# fmt: off
PAUSES: tuple[MayPause, ...] = (
    MayPause((TaskCode.PARENTS, TaskCode.SANCTION),                            _AUTHORITIES, "C 4.4, C 4.7"),
    MayPause(("facts_found", "judged", "disciplinary", "use_audit", "hr_asked"), _AUTHORITIES, "C 4.4"),
    MayPause(("bullying_policy", "conduct_policy", "no_crime", "ask_to_remove"), _AUTHORITIES, "C 4.5, C 4.8"),
    MayPause(("looked_into", "written_answer", "route_told"), _AUTHORITIES | {W.COMPLAINANT}, "D 3.8 to 3.12"),
)
# fmt: on


def may_wait_for(code: str) -> frozenset[W]:
    """For whom the clock of a task of this code may stand still; nobody when it never may."""
    return frozenset().union(*(row.waits_for for row in PAUSES if code.startswith(row.codes)))
