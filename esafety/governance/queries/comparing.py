"""Schools side by side: only what their reports have published, and a total under the same rule.

Each school is a cell of one table (reference/security.md 6.3, rule 8): in a trust of two, the total minus one school
is the other, so the total is judged together with everything the schools' own reports tell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from esafety.access.capabilities import Capability as C
from esafety.access.roles import may, schools_of
from esafety.governance.counting.tables import MEASURES
from esafety.governance.counting.year_sections import known_total, total_of
from esafety.governance.models import PeriodCount, Report
from esafety.governance.policy.disclosure import FEWEST_VALUES, Cell, is_small, printed, spans
from esafety.governance.vocabulary import ReportKind

if TYPE_CHECKING:
    from esafety.people.models import User

HIDDEN = "not shown: set beside the schools it would come too close to a small number"


def compared(user: User) -> list[dict[str, Any]]:
    """The last three stretches of days of which a school of the account has published a termly report."""
    schools = [pk for pk in schools_of(user) if may(user, C.COMPARE_SCHOOLS, pk)]
    reports = Report.objects.published().filter(school__in=schools, kind=ReportKind.TERMLY)
    by_period: dict[str, list[Report]] = {}
    for one in reports.select_related("school", "count").order_by("-last_day", "school__name"):
        by_period.setdefault(one.period, []).append(one)
    return [_period(name, found) for name, found in list(by_period.items())[:3]]


def _period(name: str, reports: list[Report]) -> dict[str, Any]:
    counts = [(one, one.count) for one in reports if one.count is not None]
    columns = ["School", "Cases", *MEASURES]
    rows = [[str(one.school), *_cells(count)] for one, count in counts]
    return {
        "name": name,
        "columns": columns,
        "rows": [
            [{"head": head, "text": text} for head, text in zip(columns, row, strict=True)] for row in rows
        ],
        "total": together([count for _, count in counts]),
    }


def _cells(count: PeriodCount) -> list[str]:
    if count.printed["too_small"]:
        return ["told once a year", *("–" for _ in MEASURES)]
    known = dict(map(tuple, count.printed["measures"]))
    return [str(count.printed["total"]), *(str(known.get(one, "–")) for one in MEASURES)]


def together(counts: list[PeriodCount]) -> str:
    """The total of all, when it may be told; none while a school keeps its number to itself."""
    if len(counts) < 2 or any(count.printed["too_small"] for count in counts):
        return ""
    cells = [total_of(count) for count in counts]
    total = printed(Cell(sum(one.cases for one in cells), sum(one.children for one in cells)))
    derived = spans([known_total(count) for count in counts], total.span)
    safe = all(
        span.values >= FEWEST_VALUES for span, one in zip(derived, cells, strict=True) if is_small(one)
    )
    return total.words if safe else HIDDEN
