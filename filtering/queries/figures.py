"""What the storey above may count of filtering: work done and left, which is no child's and so is told exactly."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.db.models import F

from esafety.people.models import School
from esafety.schooldays.calendar import Span
from filtering.models import Check, CheckPlan, CheckResult, FilteringRequest
from filtering.vocabulary import Outcome, Stage


class Exceptions(NamedTuple):
    """Requests and exceptions: what happened on some days, and how things stand now."""

    asked: int
    opened: int
    closed: int
    closed_late: int
    open_now: int
    waiting_now: int


class Checks(NamedTuple):
    """Checks of the filter: done on some days, of those in time, places where something was reached; missed now."""

    done: int
    in_time: int
    reached: int
    is_missed: bool


def is_used(school: School) -> bool:
    """Whether anything was ever asked for or planned."""
    asked = FilteringRequest.objects.filter(school=school)
    return asked.exists() or CheckPlan.objects.filter(school=school).exists()


def exceptions(school: School, span: Span) -> Exceptions:
    """How many: one query each."""
    requests = FilteringRequest.objects.filter(school=school)
    made = requests.exceptions()
    closed = made.filter(**_on(span, "closed_at"))
    return Exceptions(
        asked=requests.filter(**_on(span, "asked_at")).count(),
        opened=made.filter(**_on(span, "opened_at")).count(),
        closed=closed.count(),
        closed_late=closed.filter(closed_at__gt=F("ends_at")).count(),
        open_now=made.filter(stage__in=(Stage.OPEN, Stage.CLOSING)).count(),
        waiting_now=requests.waiting().count(),
    )


def checks(school: School, span: Span) -> Checks:
    """How many: one query each."""
    rows = Check.objects.filter(school=school, done_on__gte=span.first, done_on__lte=span.last)
    plan = CheckPlan.objects.filter(school=school).first()
    return Checks(
        done=rows.count(),
        in_time=rows.filter(done_on__lte=F("was_due_on")).count(),
        reached=CheckResult.objects.filter(check_done__in=rows, outcome=Outcome.REACHED).count(),
        is_missed=bool(plan and plan.is_missed),
    )


def _on(span: Span, moment: str) -> dict[str, Any]:
    """On these days, in London."""
    return {f"{moment}__date__gte": span.first, f"{moment}__date__lte": span.last}
