"""What a meeting of the co-ordinator and the governor should talk about, drawn from the logs. No case is among it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from esafety.governance.models import Point, Policy, Report, Risk
from esafety.governance.queries import training
from esafety.ui.templatetags.ui import day

if TYPE_CHECKING:
    from esafety.people.models import School

MOST = 20


def agenda(school: School) -> list[dict[str, Any]]:
    """Headings with their lines; a heading without lines is left out. One query each."""
    points = Point.objects.open().filter(school=school)[:MOST]
    policies = Policy.objects.due().filter(school=school)[:MOST]
    risks = Risk.objects.due().filter(school=school)[:MOST]
    reports = Report.objects.published().filter(school=school)[:2]
    drawn = [
        ("Actions carried forward", [_point(one) for one in points]),
        ("Policies whose review is due", [f"{one}, since {day(one.review_due)}" for one in policies]),
        ("Risks to look at again", [f"{one} ({one.owner})" for one in risks]),
        ("Training in date", [f"{one.course}: staff {one.staff}" for one in training.in_date(school)]),
        ("Reports since published", [str(one) for one in reports]),
    ]
    return [{"heading": heading, "lines": lines} for heading, lines in drawn if lines]


def _point(point: Point) -> str:
    until = f", by {day(point.due_on)}" if point.due_on else ""
    return f"{point.words} ({point.owner}{until})"
