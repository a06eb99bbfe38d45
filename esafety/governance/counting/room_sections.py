"""The sections that tell of the rooms below, filtering and agreements: counts of work, not of children, so exact."""

from __future__ import annotations

from typing import Any

from django.db.models import F
from django.utils import timezone

from aup.models import Edition
from aup.queries.register import GOVERNORS, STAFF, Group, groups_of, register_on
from esafety.governance.counting.cases import moments
from esafety.governance.counting.shown import Drawn, section, table
from esafety.governance.policy.disclosure import percentage, remaining
from filtering.models import Check, CheckPlan, CheckResult, FilteringRequest
from filtering.vocabulary import Outcome, Stage


def filtering(drawn: Drawn) -> dict[str, Any] | None:
    """Exceptions opened and closed, checks done and missed, what they found (B governors)."""
    if not (_requests(drawn).exists() or CheckPlan.objects.filter(school=drawn.school).exists()):
        return None
    tables = [
        table("Exceptions and requests", ["", "These days"], _exceptions(drawn)),
        table("Checks of the filter, each by two people", ["", "These days"], _checks(drawn)),
    ]
    return section("filtering", "Filtering and monitoring", tables=tables)


def _requests(drawn: Drawn) -> Any:
    return FilteringRequest.objects.filter(school=drawn.school)


def _exceptions(drawn: Drawn) -> list[list[str]]:
    begins, ends = moments(drawn.period.span)
    requests, exceptions = _requests(drawn), _requests(drawn).exceptions()
    inside = {"gte": begins, "lt": ends}
    closed = exceptions.filter(**{f"closed_at__{at}": moment for at, moment in inside.items()})
    counts = (
        ("Requests made", requests.filter(**{f"asked_at__{at}": moment for at, moment in inside.items()})),
        (
            "Exceptions opened",
            exceptions.filter(**{f"opened_at__{at}": moment for at, moment in inside.items()}),
        ),
        ("Exceptions closed", closed),
        ("Closed later than agreed", closed.filter(closed_at__gt=F("ends_at"))),
        ("Exceptions open today", exceptions.filter(stage__in=(Stage.OPEN, Stage.CLOSING))),
        ("Waiting for a decision today", requests.waiting()),
    )
    return [[label, str(rows.count())] for label, rows in counts]


def _checks(drawn: Drawn) -> list[list[str]]:
    span = drawn.period.span
    checks = Check.objects.filter(school=drawn.school, done_on__gte=span.first, done_on__lte=span.last)
    faults = CheckResult.objects.filter(check_done__in=checks, outcome=Outcome.REACHED)
    done = checks.count()
    in_time = checks.filter(done_on__lte=F("was_due_on")).count()
    plan = CheckPlan.objects.filter(school=drawn.school).first()
    return [
        ["Checks done", str(done)],
        ["Done by the day they were due", percentage(in_time, done)],
        ["Places where something was not blocked", str(faults.count())],
        ["A check is missed today", "Yes" if plan and plan.is_missed else "No"],
    ]


def agreements(drawn: Drawn) -> dict[str, Any] | None:
    """How many of the pupils, the staff and the governors have signed, and how many have to (C 3.3, D 3.1)."""
    if not Edition.objects.filter(school=drawn.school).exists():
        return None
    groups = groups_of(register_on(drawn.school, timezone.localdate()))
    rows = [
        [
            label,
            percentage(_may_use(among), everybody),
            remaining(_may_use(among), everybody),
        ]
        for label, among in _three(groups)
        if (everybody := sum(one.people for one in among))
    ]
    columns = ["", "Signed, and may use the systems", "Outstanding"]
    return section("agreements", "Agreements", tables=[table("Agreements today", columns, rows)])


def _may_use(groups: list[Group]) -> int:
    return sum(one.may_use for one in groups)


def _three(groups: list[Group]) -> list[tuple[str, list[Group]]]:
    """Pupils together: a class is too few to tell of."""
    return [
        ("Pupils", [one for one in groups if one.name not in (STAFF, GOVERNORS)]),
        ("Staff and volunteers", [one for one in groups if one.name == STAFF]),
        ("Governors", [one for one in groups if one.name == GOVERNORS]),
    ]
