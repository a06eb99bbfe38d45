"""The sections of the annual report that set the terms of a year beside each other, and the serious matters."""

from __future__ import annotations

from typing import Any

from esafety.governance.counting import case_sections
from esafety.governance.counting.shown import Drawn, section, table
from esafety.governance.counting.tables import TABLES, label_of
from esafety.governance.models import PeriodCount
from esafety.governance.policy.disclosure import (
    FEWEST_VALUES,
    MANY,
    Cell,
    Margins,
    Span,
    is_small,
    printed,
    spans,
    total_known,
    two_way_is_safe,
)

NOT_ADDING = {"referral", *(rule.code for rule in TABLES if not rule.adds_up)}
"""Tables in which a case can stand in several rows; "referral" stands in counts that were printed before."""
SERIOUS = "serious"
TOLD_AT_PRINTING = (
    "Told when the report is approved and printed, so that nobody who writes or approves it works "
    "on this figure."
)
TOLD_BY_WORD = (
    "Too few for a figure. The designated safeguarding lead tells the chair of governors about them "
    "in person."
)
NOT_THE_YEAR = (
    "How many cases the year had is left out: with the terms' figures it would come too close to a "
    "small number."
)


def year(drawn: Drawn) -> dict[str, Any]:
    """How many cases the year had, and each of its terms."""
    if drawn.counted.printed["too_small"]:
        row = ["Cases reported", *(str(one.printed["total"]) for one in drawn.counts)]
        return section("headline", "At a glance", tables=[table("Cases", ["", *drawn.columns], [row])])
    terms = [
        [part.name, str(one.printed["total"])]
        for part, one in zip(drawn.period.parts, drawn.parts, strict=True)
    ]
    safe = year_is_safe(drawn)
    if safe:
        terms.append(["The whole year", str(drawn.counted.printed["total"])])
    notes = [] if safe else [NOT_THE_YEAR]
    return section(
        "headline", "At a glance", tables=[table("Cases, term by term", ["", "Cases"], terms)], notes=notes
    )


def year_is_safe(drawn: Drawn) -> bool:
    """Whether the year's total may stand beside what its terms' reports printed, each term's tables included."""
    known = [known_total(one) for one in drawn.parts]
    shown = printed(total_of(drawn.counted)).span
    rows = _cells(drawn)
    if rows is None:
        derived = zip(spans(known, shown), drawn.parts, strict=True)
        return all(span.values >= FEWEST_VALUES for span, one in derived if is_small(total_of(one)))
    free = Margins([Span(0, MANY)] * len(rows), known, shown)
    return two_way_is_safe(rows, free)


def timeliness(drawn: Drawn) -> dict[str, Any] | None:
    """How quickly the work of the year was done, only where the year's number of cases may be told.

    That a measure is told, or that there are too few cases for it, says on which side of twenty the year's number
    lies; where that number is left out, so is this. The year before is not set beside it for the same reason.
    """
    if drawn.counted.printed["too_small"] or not year_is_safe(drawn):
        return None
    return case_sections.timeliness(drawn._replace(before=None, a_year_before=None))


def kinds_by_term(drawn: Drawn) -> dict[str, Any] | None:
    """Types against terms, once a year, as one table: only when every cell stays safe beside what was printed
    before."""
    if drawn.counted.printed["too_small"] or (rows := _cells(drawn)) is None or not year_is_safe(drawn):
        return None
    sums = [_sum(row) for row in rows]
    margins = Margins(
        [printed(one).span for one in sums],
        [known_total(one) for one in drawn.parts],
        printed(total_of(drawn.counted)).span,
    )
    whole = two_way_is_safe(rows, margins)
    columns = ["", *(part.name for part in drawn.period.parts), *(["The year"] if whole else [])]
    shown = [
        [
            label_of(TABLES[0], code),
            *(printed(one).words for one in row),
            *([printed(total).words] if whole else []),
        ]
        for code, row, total in zip(TABLES[0].labels, rows, sums, strict=True)
    ]
    return section(
        "types", "What kind of thing happened", tables=[table("Cases by type and term", columns, shown)]
    )


def serious_matters(drawn: Drawn) -> dict[str, Any]:
    """Sexual matters, radicalisation and matters about adults: one figure a year, filled in when the file is
    printed."""
    intro = (
        "Sexual matters, grooming, illegal material, radicalisation and, in larger schools, matters about adults "
        "who work "
        "here. They are counted together, once a year, and in none of the figures above."
    )
    return section(SERIOUS, "Serious matters", notes=[intro, TOLD_AT_PRINTING])


def with_serious(sections: list[dict[str, Any]], count: PeriodCount) -> list[dict[str, Any]]:
    """The sections with the figure of serious matters in its place."""
    figure = str(count.printed.get("serious", ""))
    told = f"Serious matters this year: {figure}." if figure else TOLD_BY_WORD
    return [{**one, "notes": [one["notes"][0], told]} if one["code"] == SERIOUS else one for one in sections]


def total_of(count: PeriodCount) -> Cell:
    return Cell(*count.true["total"])


def known_total(count: PeriodCount) -> Span:
    """What a reader of a term's report knows of its total."""
    total = total_of(count)
    if count.printed["told_exactly"]:
        return Span(total.cases, total.cases)
    tables = [
        [printed(Cell(*cell)).span for cell in count.true["tables"][code].values()]
        for code in count.printed["tables"]
        if code not in NOT_ADDING
    ]
    return total_known(printed(total).span, tables)


def _cells(drawn: Drawn) -> list[list[Cell]] | None:
    """Types against terms; None where a term's own table of types is not printed."""
    code = TABLES[0].code
    if not drawn.parts or any(code not in one.printed["tables"] for one in drawn.parts):
        return None
    return [
        [Cell(*one.true["tables"][code].get(kind, (0, 0))) for one in drawn.parts]
        for kind in TABLES[0].labels
    ]


def _sum(row: list[Cell]) -> Cell:
    """A row's total. One child may stand in several terms, so no more children are taken than in the fullest term."""
    return Cell(sum(one.cases for one in row), max((one.children for one in row), default=0))
