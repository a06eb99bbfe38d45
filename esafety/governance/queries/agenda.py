"""What a meeting of the co-ordinator and the governor should talk about, drawn from the logs. No case is among it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from esafety.governance.models import Point, Policy, Report, Risk
from esafety.governance.queries import training
from esafety.schooldays.calendar import Span
from esafety.ui.templatetags.ui import day
from filtering.queries import figures

if TYPE_CHECKING:
    from esafety.people.models import School

MOST = 20
RECENT = dt.timedelta(days=90)


def agenda(school: School) -> list[dict[str, Any]]:
    """Headings with their lines; a heading without lines is left out. A few queries each."""
    points = Point.objects.open().filter(school=school)[:MOST]
    policies = Policy.objects.due().filter(school=school)[:MOST]
    risks = Risk.objects.due().filter(school=school)[:MOST]
    reports = Report.objects.published().filter(school=school)[:2]
    drawn = [
        ("Actions carried forward", [_point(one) for one in points]),
        ("Policies whose review is due", [f"{one}, since {day(one.review_due)}" for one in policies]),
        ("Risks to look at again", [f"{one} ({one.owner})" for one in risks]),
        ("The filter and its log", _filter(school)),
        ("Training in date", [f"{one.course}: staff {one.staff}" for one in training.in_date(school)]),
        ("Reports since published", [str(one) for one in reports]),
    ]
    return [{"heading": heading, "lines": lines} for heading, lines in drawn if lines]


def _filter(school: School) -> list[str]:
    """What the log of the filter says of the last ninety days, and what stands open. Nothing where it is not kept."""
    if not figures.is_used(school):
        return []
    today = timezone.localdate()
    span = Span(today - RECENT, today)
    asked, looked = figures.exceptions(school, span), figures.checks(school, span)
    lines = [
        f"In ninety days: {asked.asked} requests, {asked.opened} exceptions opened, {asked.closed_late} closed late",
        f"Open today: {asked.open_now} exceptions, {asked.waiting_now} requests waiting for a decision",
        f"Checks in ninety days: {looked.done}, with {looked.reached} places where something was not blocked",
    ]
    return [*lines, "A check is overdue"] if looked.is_missed else lines


def _point(point: Point) -> str:
    until = f", by {day(point.due_on)}" if point.due_on else ""
    return f"{point.words} ({point.owner}{until})"
