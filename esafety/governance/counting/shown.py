"""What a report shows, as plain data: it is stored as JSON when it is counted and never computed again."""

from __future__ import annotations

from typing import Any, NamedTuple

from esafety.governance.counting.periods import Period
from esafety.governance.models import PeriodCount
from esafety.people.models import School


class Drawn(NamedTuple):
    """What a section is drawn from: the school, the period, its count and those it is set beside."""

    school: School
    period: Period
    counted: PeriodCount
    before: PeriodCount | None
    a_year_before: PeriodCount | None
    parts: tuple[PeriodCount, ...] = ()

    @property
    def columns(self) -> list[str]:
        """The heads of the columns of figures: these days, and those beside them."""
        if self.period.parts:
            return ["This year", "The year before"] if self.before else ["This year"]
        heads = ["This term"]
        heads += ["Term before"] if self.before else []
        return heads + (["Same term last year"] if self.a_year_before else [])

    @property
    def counts(self) -> list[PeriodCount]:
        """The counts, in the order of the columns."""
        return [one for one in (self.counted, self.before, self.a_year_before) if one is not None]


def table(
    caption: str,
    columns: list[str],
    rows: list[list[str]],
    *,
    chart: bool = False,
    is_wide: bool = False,
    note: str = "",
) -> dict[str, Any]:
    """One table: the first column names its rows. `is_wide`: its cells hold words rather than figures."""
    return {
        "caption": caption,
        "columns": columns,
        "rows": rows,
        "chart": chart,
        "is_wide": is_wide,
        "note": note,
    }


def section(
    code: str, title: str, *, tables: list[dict[str, Any]] | None = None, notes: list[str] | None = None
) -> dict[str, Any]:
    """One section of a report."""
    return {"code": code, "title": title, "tables": tables or [], "notes": notes or []}
