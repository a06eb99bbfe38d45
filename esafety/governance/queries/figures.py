"""Live figures: what the account may open, counted now. Each number leads to the list behind it.

Every count asks the policy; only open cases and those of the last ninety days are counted, so that the cost follows the
work there is and not the archive.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone

from aup.queries.register import groups_of, register_on
from esafety.access.capabilities import Capability as C
from esafety.access.roles import may
from esafety.governance.counting.tables import in_days, in_hours
from esafety.governance.models import Point, Policy, Risk
from esafety.governance.policy.disclosure import percentage
from filtering.models import CheckPlan, FilteringRequest
from filtering.vocabulary import Stage
from incidents.lists.desk import all_of
from incidents.lists.filters import Filters, View
from incidents.lists.listing import conditions, found
from incidents.models import Task
from incidents.policy.routing import TaskCode
from incidents.vocabulary import OPEN, IncidentType, Lane, RiskArea, Status

if TYPE_CHECKING:
    from esafety.people.models import School, User

RECENT = dt.timedelta(days=90)
MOST_RECENT = 2000
"""Cases of the last ninety days whose times are looked at."""


class Number(NamedTuple):
    """A number and the list behind it."""

    number: str
    label: str
    url: str
    attention: bool = False


def figures(user: User, school: School) -> dict[str, Any]:
    """Everything on the page."""
    leading = {
        "open": ("Open", Filters(), False),
        "new": ("New", Filters(status=Status.SUBMITTED), False),
        "overdue": ("Past their time", Filters(overdue=True), True),
    }
    by_status = {one: Filters(status=one) for one in OPEN}
    by_risk = {one: Filters(risk=one) for one in RiskArea}
    by_lane = {one: Filters(lane=one) for one in Lane}
    counted = _counts(user, school, [one for _, one, _ in leading.values()], by_status, by_risk, by_lane)
    return {
        "leading": [
            Number(str(counted[filters]), label, _list(user, filters), urgent and counted[filters] > 0)
            for label, filters, urgent in leading.values()
        ],
        "groups": [
            ("By stage of the work", _numbers(user, by_status, counted)),
            ("By area of risk", _numbers(user, by_risk, counted)),
            ("By how closely it is held", _numbers(user, by_lane, counted)),
            ("By type", _types(user, school)),
        ],
        "times": _times(user, school),
        "registers": _registers(user, school),
    }


def _counts(
    user: User, school: School, leading: list[Filters], *groups: dict[Any, Filters]
) -> dict[Filters, int]:
    wanted = [*leading, *(one for group in groups for one in group.values())]
    row = found(user, school, Filters()).aggregate(
        **{f"n{at}": Count("pk", filter=all_of(conditions(user, one))) for at, one in enumerate(wanted)}
    )
    return {one: row[f"n{at}"] for at, one in enumerate(wanted)}


def _numbers(user: User, group: dict[Any, Filters], counted: dict[Filters, int]) -> list[Number]:
    return [
        Number(str(counted[filters]), str(one.label), _list(user, filters))
        for one, filters in group.items()
        if counted[filters]
    ]


def _types(user: User, school: School) -> list[Number]:
    """By every type noted, as the list filters them; the most frequent first."""
    rows = (
        found(user, school, Filters()).order_by().values("tags__type").annotate(n=Count("pk", distinct=True))
    )
    known = sorted(((row["n"], row["tags__type"]) for row in rows if row["tags__type"]), reverse=True)
    return [
        Number(str(n), IncidentType(code).label, _list(user, Filters(type=IncidentType(code))))
        for n, code in known[:10]
    ]


def _list(user: User, filters: Filters) -> str:
    return f"{reverse('incidents')}?{filters.encoded(user)}"


def _times(user: User, school: School) -> dict[str, Any]:
    """How quickly the cases of the last ninety days were looked at and closed."""
    since = timezone.localdate() - RECENT
    filters = Filters(view=View.ALL, since=since)
    looks = Task.objects.filter(incident=OuterRef("pk"), code__startswith=TaskCode.FIRST_LOOK)
    late = Exists(looks.filter(missed_at__isnull=False))
    ran_out = Exists(Task.objects.filter(incident=OuterRef("pk"), missed_at__isnull=False))
    rows = list(
        found(user, school, filters)
        .order_by("-reported_at")
        .annotate(late=late, ran_out=ran_out, looked_at=_looked_at())
        .values_list("reported_at", "looked_at", "closed_at", "late", "ran_out")[:MOST_RECENT]
    )
    missed, out = sum(late for *_, late, _ in rows), sum(one for *_, one in rows)
    return {
        "leading": [
            Number(str(len(rows)), "Reported in ninety days", _list(user, filters)),
            Number(
                str(out), "In which a time limit ran out", _list(user, replace(filters, missed=True)), out > 0
            ),
        ],
        "lines": [
            ("Looked at within its time", percentage(len(rows) - missed, len(rows))),
            ("Half were looked at within", in_hours(_hours(begins, ends) for begins, ends, *_ in rows)),
            ("Half of the closed were closed within", in_days(_days(row[0], row[2]) for row in rows)),
        ],
    }


def _looked_at() -> Any:
    done = Task.objects.filter(
        Q(code__startswith=TaskCode.FIRST_LOOK), incident=OuterRef("pk"), ended_at__isnull=False
    )
    return Subquery(done.order_by(F("ended_at").desc()).values("ended_at")[:1])


def _hours(begins: dt.datetime, ends: dt.datetime | None) -> float | None:
    return (ends - begins).total_seconds() / 3600 if ends else None


def _days(begins: dt.datetime, ends: dt.datetime | None) -> float | None:
    return (ends - begins).total_seconds() / 86400 if ends else None


def _registers(user: User, school: School) -> list[Number]:
    """What waits in the registers and in the rooms beside: only where this account may open the list."""
    today = timezone.localdate()
    kept: list[tuple[int, str, str, bool]] = [
        (Policy.objects.due().filter(school=school).count(), "Policies due for review", "policies", True),
        (Risk.objects.due().filter(school=school).count(), "Risks to look at again", "risks", True),
        (Point.objects.overdue().filter(school=school).count(), "Actions overdue", "meetings", True),
    ]
    if may(user, C.SEE_FILTERING_LOG, school):
        exceptions = FilteringRequest.objects.exceptions().filter(school=school, stage=Stage.OPEN)
        missed = CheckPlan.objects.filter(school=school, due_on__lt=today)
        kept.append((exceptions.count(), "Filtering exceptions open", "filtering", False))
        kept.append((missed.count(), "Checks of the filter due", "filtering_checks", True))
    if may(user, C.SEE_AGREEMENT_REGISTER, school):
        outstanding = sum(group.missing for group in groups_of(register_on(school, today)))
        kept.append((outstanding, "Agreements outstanding", "agreement_register", False))
    return [Number(str(n), label, reverse(name), urgent and n > 0) for n, label, name, urgent in kept]
