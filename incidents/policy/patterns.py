"""The plain rules by which patterns are found, one row a rule. A safeguarding lead can read each and check it by hand.

Source: domain/routing.md ("same pupil or same site again within a term": C 4.1); the rest are named in the issue
that asked for them and rest on C 4.2 (the filter), C 4.4 (low-level concerns) and C 2.2.3 (the co-ordinator's log).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from esafety.people.vocabulary import Role
from incidents.vocabulary import Finding, IncidentType, Lane
from incidents.vocabulary.watching import RuleCode, Step


class Rule(NamedTuple):
    """One rule: what it looks for, from how many it speaks (a school may set it), within how many days.

    `counts` says what is counted: incidents, or the different people in them. `days` 0: since the term began.
    """

    code: RuleCode
    looks_for: str
    least: int
    choices: tuple[int, ...]
    days: int
    counts: str
    steps: tuple[Step, ...]
    source: str


_R, _S = RuleCode, Step
_USUAL = (_S.TASK, _S.LINK, _S.DISMISS)

# fmt: off
RULES: tuple[Rule, ...] = (
    Rule(_R.PERSON,    "One person is the subject, or is harmed, again and again",
         3, (2, 3, 4, 5, 6),     30,  "incidents", _USUAL,                                    "C 4.1"),
    Rule(_R.SITE,      "One site turns up in incidents with different people",
         3, (2, 3, 4, 5, 6),     90,  "people",    (_S.FILTER_REVIEW, *_USUAL),               "C 4.1, C 4.2"),
    Rule(_R.USERNAME,  "One user name (@name) turns up in incidents with different people",
         2, (2, 3, 4, 5),        90,  "people",    _USUAL,                                    "C 4.1, C 4.7"),
    Rule(_R.PLACE,     "Incidents happen at one place",
         4, (3, 4, 5, 6, 8),     30,  "incidents", _USUAL,                                    "C 2.2.3"),
    Rule(_R.HOUR,      "Incidents happen in one hour of the day",
         5, (4, 5, 6, 8, 10),    30,  "incidents", _USUAL,                                    "C 2.2.3"),
    Rule(_R.LOW_LEVEL, "Low-level concerns about one adult repeat",
         2, (2, 3),              365, "incidents", _USUAL,                                    "C 4.4"),
    Rule(_R.RISING,    "One kind of incident is at least twice as frequent as in the same days of last term",
         5, (4, 5, 6, 8, 10),    0,   "incidents", (_S.TASK, _S.DISMISS),                     "C 2.2.3"),
    Rule(_R.FILTER,    "One site is reached by accident by different people: the filter may be weak",
         2, (2, 3, 4, 5),        90,  "people",    (_S.FILTER_REVIEW, *_USUAL),               "C 4.2, D 2.42"),
)
# fmt: on

RULE: dict[str, Rule] = {rule.code.value: rule for rule in RULES}
TWICE = 2
"""How many times as frequent as last term counts as rising."""
BUSY = 10
"""Days of a term that must have passed before it is compared."""


class Circle(NamedTuple):
    """Lanes that are looked at together: the roles that read every one of them see what is found there."""

    number: int
    lanes: frozenset[Lane]


_ADULTS = frozenset(lane for lane in Lane if lane not in (Lane.ONLINE_SAFETY, Lane.SAFEGUARDING))

CIRCLES: tuple[Circle, ...] = (
    Circle(1, frozenset({Lane.ONLINE_SAFETY})),
    Circle(2, frozenset({Lane.ONLINE_SAFETY, Lane.SAFEGUARDING})),
    Circle(3, frozenset({Lane.ONLINE_SAFETY, Lane.SAFEGUARDING, Lane.STAFF})),
    Circle(4, frozenset(Lane) - {Lane.HEAD}),
    Circle(5, _ADULTS),
)
"""From the most widely read to the narrowest. What a wider circle found already is not repeated in a narrower one."""

DISPROVED = frozenset({Finding.FALSE.value, Finding.MALICIOUS.value})
"""What was found so counts in no pattern about the adult (KCSIE Part 4, record keeping)."""
LOW_LEVEL_FINDINGS = frozenset({Finding.LOW_LEVEL.value})
LOW_LEVEL_LANES = frozenset(lane.value for lane in Lane if lane.value == "low_level")
"""A lane for low-level concerns, where the house has one, counts with the finding."""

TOO_COMMON = frozenset({IncidentType.OTHER.value})
"""Types that say too little to be counted as a kind that rises."""


def least_of(rule: Rule, chosen: Mapping[str, object]) -> int:
    """From how many the rule speaks, as the school has set it; what is not among the choices is not heeded."""
    wanted = chosen.get(rule.code.value)
    return wanted if isinstance(wanted, int) and wanted in rule.choices else rule.least


REVIEWER = Role.NETWORK_MANAGER
"""Who reviews the filter (C 4.2, D 2.42)."""
