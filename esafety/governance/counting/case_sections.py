"""The sections that tell of cases."""

from __future__ import annotations

from typing import Any

from esafety.governance.counting.shown import Drawn, section, table
from esafety.governance.counting.tables import TABLES, TOO_FEW, TableRule, label_of
from esafety.governance.models import PeriodCount

WITHHELD = (
    "This table is left out: somebody who adds up everything printed here could come too close to a small "
    "number."
)
TOO_SMALL = (
    "With fewer than 100 pupils, how many cases there were is told once a year only, and nothing else "
    "about them is counted."
)
NONE_SHOWN = "–"
AT_A_GLANCE = ("Looked at within its time", "Time limits kept")
MEASURES_NOTE = (
    "A measure needs 20 cases to be told. A percentage is told in a band where an exact one would give a small "
    "number in a table away."
)
LEARNED = "Patterns, learning and changes"
NO_PATTERN = "No repeat pattern was looked into in these days that can be told of here."
_TITLES = {
    "types": "What kind of thing happened",
    "risks": "The four areas of online risk",
    "stages": "Which children",
    "nature": "Deliberate or accidental, in school or outside",
    "outcomes": "What became of it",
}
_CHARTS = {"type", "risk"}


def headline(drawn: Drawn) -> dict[str, Any]:
    """How many cases there were."""
    if drawn.counted.printed["too_small"]:
        return section("headline", "At a glance", notes=[TOO_SMALL])
    row = ["Cases reported", *(_total(one) for one in drawn.counts)]
    tables = [table("Cases", ["", *drawn.columns], [row])]
    known = [dict(map(tuple, one.printed["measures"])) for one in drawn.counts]
    if any(one.get(AT_A_GLANCE[0], TOO_FEW) != TOO_FEW for one in known):
        rows = [[label, *(str(one.get(label, NONE_SHOWN)) for one in known)] for label in AT_A_GLANCE]
        tables.append(table("How quickly we acted", ["", *drawn.columns], rows))
    notes = []
    if drawn.counted.printed["nothing"]:
        notes.append(
            "Nothing was reported in these days. That may be good news. It may also mean that staff or pupils do "
            "not know "
            "how to report: please ask."
        )
    return section("headline", "At a glance", tables=tables, notes=notes)


def _total(count: PeriodCount) -> str:
    return str(count.printed["total"]) or NONE_SHOWN


def of_cases(code: str, drawn: Drawn) -> dict[str, Any] | None:
    """A section of tables over cases; none in a small school, whose cases are not told apart."""
    if drawn.counted.printed["too_small"]:
        return None
    printed = drawn.counted.printed
    tables, notes = [], []
    for rule in TABLES:
        if rule.section == code and rule.code in printed["withheld"]:
            notes.append(f"{rule.caption}. {WITHHELD}")
        elif rule.section == code and rule.code in printed["tables"]:
            tables.append(_table(rule, drawn))
    return section(code, _TITLES[code], tables=tables, notes=notes)


def learning(drawn: Drawn) -> dict[str, Any] | None:
    """Repeat patterns in words, and what was learned of them."""
    rows = drawn.counted.printed.get("patterns", [])
    if drawn.counted.printed["too_small"]:
        return None
    if not rows:
        return section("learning", LEARNED, notes=[NO_PATTERN])
    shown = table(
        "Repeat patterns that were looked into", ["What was found", "What was done"], rows, is_wide=True
    )
    return section("learning", LEARNED, tables=[shown])


def _table(rule: TableRule, drawn: Drawn) -> dict[str, Any]:
    rows = [
        [label_of(rule, code), *(_cell(one, rule.code, code) for one in drawn.counts)]
        for code in drawn.counted.printed["tables"][rule.code]
    ]
    note = "" if rule.adds_up else "One case can stand in several rows."
    return table(rule.caption, ["", *drawn.columns], rows, chart=rule.code in _CHARTS, note=note)


def _cell(count: PeriodCount, table_code: str, code: str) -> str:
    return str(count.printed["tables"].get(table_code, {}).get(code, NONE_SHOWN))


def timeliness(drawn: Drawn) -> dict[str, Any] | None:
    """How quickly the work was done."""
    if not drawn.counted.printed["measures"]:
        return None
    by_label = [dict(map(tuple, one.printed["measures"])) for one in drawn.counts]
    rows = [
        [label, *(str(known.get(label, NONE_SHOWN)) for known in by_label)]
        for label, _ in drawn.counted.printed["measures"]
    ]
    shown = table("Time taken", ["", *drawn.columns], rows, note=MEASURES_NOTE)
    return section("timeliness", "Time taken, and time limits", tables=[shown])
