"""Tables over cases: which there are, and how cases fall into their cells."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from esafety.governance.counting.cases import Case
from esafety.governance.policy.disclosure import (
    STAFF_FROM,
    Cell,
    Link,
    Table,
    banded,
    banded_rest,
    percentage,
    remaining,
    tells_total,
)
from esafety.governance.policy.groups import (
    AREAS,
    NO_SANCTION,
    RUNG_LABELS,
    Became,
    Group,
    Referral,
    Stage,
)
from esafety.people.words import in_our_words
from incidents.vocabulary import Nature, Place, RiskArea


class TableRule(NamedTuple):
    """One fixed table: its code, section and caption; the label of each cell; where a case falls.

    `adds_up`: every case falls into exactly one cell.
    """

    code: str
    section: str
    caption: str
    labels: Mapping[str, str]
    of: Callable[[Case], Iterable[str]]
    adds_up: bool = True


def _labels(choices: type) -> dict[str, str]:
    return {one.value: str(one.label) for one in choices}  # type: ignore[attr-defined]


# fmt: off
TABLES: tuple[TableRule, ...] = (
    TableRule("type", "types", "Cases by type", _labels(Group), lambda one: (one.group,)),
    TableRule("risk", "risks", "Cases by area of online risk", _labels(RiskArea), lambda one: (one.risk,)),
    TableRule("stage", "stages", "Cases by stage of the children", _labels(Stage), lambda one: (one.stage,)),
    TableRule("nature", "nature", "Deliberate or accidental", _labels(Nature), lambda one: (one.nature,)),
    TableRule("place", "nature", "Where it happened", _labels(Place), lambda one: (one.place,)),
    TableRule("became", "outcomes", "What became of the cases, and what changes", _labels(Became),
              lambda one: (one.became,)),
    TableRule("sanction", "outcomes", "Sanctions by category", RUNG_LABELS, lambda one: (one.sanction,)),
    TableRule("agency", "outcomes", "Bodies outside that were asked or told", _labels(Referral),
              lambda one: one.referrals, adds_up=False),
)
# fmt: on


LINKS: tuple[Link, ...] = (Link("type", "risk", AREAS),)
"""What everybody knows of which cells go together."""


def cell(found: Iterable[Case]) -> Cell:
    """How many cases, and how many children are behind them."""
    listed = list(found)
    return Cell(len(listed), len(frozenset[str]().union(*(one.children for one in listed))))


def counted(found: Sequence[Case], stages: Iterable[Stage], rungs: Iterable[str] = ()) -> list[Table]:
    """The tables of these cases. A stage that the school does not teach, or a category that its ladder of sanctions
    does not have, is no cell, unless a case is in it."""
    there: dict[str, Collection[str]] = {
        "stage": {*stages, Stage.SEVERAL, Stage.NONE, *(one.stage for one in found)},
        "sanction": {*rungs, NO_SANCTION, *(one.sanction for one in found)},
    }
    return [
        Table(
            rule.code,
            {
                code: cell(one for one in found if code in rule.of(one))
                for code in rule.labels
                if code in there.get(rule.code, list(rule.labels))
            },
            rule.adds_up,
        )
        for rule in TABLES
    ]


def ordinary(found: Iterable[Case]) -> list[Case]:
    """Those that are told of each term."""
    return [one for one in found if not one.serious]


def serious(found: Iterable[Case], *, staff: int) -> list[Case]:
    """Those that are told of once a year; in a school with few staff, without matters about adults of the school."""
    return [one for one in found if one.serious and (staff >= STAFF_FROM or not one.adult)]


Measure = tuple[str, str]
MEASURES = (
    "Looked at within its time",
    "Time limits kept",
    "Time limits that ran out",
    "Half the cases were looked at within",
    "Half the closed cases were closed within",
)


TOO_FEW = "too few to say"


def measures(found: Sequence[Case], *, exactly: bool) -> list[Measure]:
    """How quickly the work was done: each a sentence's beginning and its figure.

    `exactly`: percentages may be told to one per cent, else in bands, which tell nothing of the number of cases. Half
    of the cases were looked at within so many hours: that tells no number either.
    """
    total = cell(found)
    if not tells_total(total):
        return [(label, TOO_FEW) for label in MEASURES]
    share, rest = (percentage, remaining) if exactly else (banded, banded_rest)
    kept, late = sum(one.clocks_kept for one in found), sum(one.clocks_run_out for one in found)
    figures = (
        share(sum(one.looked_in_time for one in found), total.cases),
        share(kept, kept + late),
        rest(kept, kept + late),
        in_hours(one.hours_to_look for one in found),
        in_days(one.days_to_close for one in found),
    )
    return list(zip(MEASURES, figures, strict=True))


def in_hours(known: Iterable[float | None]) -> str:
    """The middle of some times in hours, rounded up to the hour."""
    hours = [one for one in known if one is not None]
    if not hours:
        return "none yet"
    whole = int(statistics.median(hours)) + 1
    return "1 hour" if whole == 1 else f"{whole} hours" if whole < 48 else f"{-(-whole // 24)} days"


def in_days(known: Iterable[float | None]) -> str:
    """The middle of some times in days, rounded up to the day."""
    days = [one for one in known if one is not None]
    if not days:
        return "none yet"
    whole = int(statistics.median(days)) + 1
    return "1 day" if whole == 1 else f"{whole} days"


def label_of(rule: TableRule, code: str) -> str:
    """What a cell is called, in the school's own words."""
    return in_our_words(rule.labels[code])
