"""What a report counts of the cases of some days: facts by group, without a name, a reference or a word anybody wrote.

Left out: what was found to be no incident, and what was merged into another. Matters about adults of the school and
other serious ones are told apart, since they are told of once a year (rule SDC-1).
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from esafety.governance.policy.groups import (
    ADULT_LANES,
    GROUP_OF,
    PATTERN_WORDS,
    SERIOUS_TYPES,
    STEP_WORDS,
    Became,
    Group,
    Referral,
    Stage,
    became,
    heaviest,
    referrals_of,
    stage_of,
)
from esafety.people.models import School
from esafety.schooldays.calendar import Span
from incidents import figures
from incidents.figures import Facts, moments
from incidents.vocabulary import Place

__all__ = ["Case", "cases", "moments", "patterns"]


class Case(NamedTuple):
    """The facts of one case. Children who were only named in words have a key of their own in each case."""

    serious: bool
    adult: bool
    group: Group
    risk: str
    nature: str
    place: str
    stage: Stage
    became: Became
    sanction: str
    referrals: frozenset[Referral]
    children: frozenset[str]
    looked_in_time: bool
    hours_to_look: float | None
    days_to_close: float | None
    clocks_kept: int
    clocks_run_out: int


def cases(school: School, span: Span) -> list[Case]:
    """Every case of these days."""
    return [_case(one) for one in figures.facts(school, span)]


def _case(facts: Facts) -> Case:
    adult = facts.lane in ADULT_LANES
    looks = [one for one in facts.clocks if one.is_first_look]
    looked_at = max((one.ended_at for one in looks if one.ended_at), default=None)
    return Case(
        serious=adult or bool(facts.types & SERIOUS_TYPES),
        adult=adult,
        group=GROUP_OF.get(facts.primary_type) or Group.OTHER,
        risk=facts.risk_area,
        nature=facts.nature,
        place=facts.place or Place.NOT_KNOWN,
        stage=stage_of(child.year_group for child in facts.children),
        became=became(facts.status, facts.learning_area),
        sanction=heaviest(facts.rungs),
        referrals=referrals_of(facts.agencies),
        children=frozenset(child.key for child in facts.children),
        looked_in_time=bool(looks) and all(one.missed_at is None for one in looks),
        hours_to_look=_apart(facts.reported_at, looked_at, 3600),
        days_to_close=_apart(facts.reported_at, facts.closed_at, 86400),
        clocks_kept=sum(one.is_kept for one in facts.clocks),
        clocks_run_out=sum(one.has_run_out for one in facts.clocks),
    )


def _apart(earlier: dt.datetime, later: dt.datetime | None, seconds: int) -> float | None:
    return None if later is None else (later - earlier).total_seconds() / seconds


def patterns(school: School, span: Span) -> list[list[str]]:
    """The repeat patterns answered on these days, in words: what was found, what was done. Never how many.

    A pattern with a serious matter or a matter about an adult among its cases is in no report.
    """
    found: dict[str, list[str]] = {}
    for one in figures.answered(school, span):
        told = one.rule in PATTERN_WORDS and not one.types & SERIOUS_TYPES and not one.lanes & ADULT_LANES
        if told and STEP_WORDS[one.step] not in found.setdefault(one.rule, []):
            found[one.rule].append(STEP_WORDS[one.step])
    return [
        [words, "; ".join(sorted(found[rule])).capitalize()]
        for rule, words in PATTERN_WORDS.items()
        if rule in found
    ]
