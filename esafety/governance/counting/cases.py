"""What a report counts of the cases of some days: facts by group, without a name, a reference or a word anybody wrote.

Left out: what was found to be no incident, and what was merged into another. Matters about adults of the school and
other serious ones are told apart, since they are told of once a year (rule SDC-1).
"""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from esafety.governance.policy.groups import (
    ADULT_LANES,
    GROUP_OF,
    SERIOUS_TYPES,
    Group,
    Learning,
    Outcome,
    Referral,
    Stage,
    learning_of,
    outcome_of,
    referrals_of,
    stage_of,
)
from esafety.people.models import School
from esafety.schooldays.calendar import LONDON, Span
from incidents.models import Incident, IncidentTag, Involvement, Statement, Task
from incidents.policy.routing import TaskCode
from incidents.vocabulary import Part, PersonSort, Place, Status

CONCERNED = (Part.SUBJECT, Part.HARMED)
"""The children behind a case (reference/security.md 6.3, rule 2)."""


class Case(NamedTuple):
    """The facts of one case. Children who were only named in words have a key of their own in each case."""

    serious: bool
    adult: bool
    group: Group
    risk: str
    nature: str
    place: str
    stage: Stage
    outcome: Outcome
    learning: Learning
    referrals: frozenset[Referral]
    children: frozenset[str]
    looked_in_time: bool
    hours_to_look: float | None
    days_to_close: float | None
    clocks: int
    clocks_kept: int


def moments(span: Span) -> tuple[dt.datetime, dt.datetime]:
    """From the first moment of the first day to the first moment after the last, in London."""
    after = span.last + dt.timedelta(days=1)
    begins, ends = (dt.datetime.combine(day, dt.time(), LONDON) for day in (span.first, after))
    return begins, ends


def reported(school: School, span: Span) -> QuerySet[Incident]:
    """The cases of a school that were reported on these days."""
    begins, ends = moments(span)
    not_one = Q(status=Status.CLOSED, accepted_as="")
    return Incident.objects.filter(
        school=school, reported_at__gte=begins, reported_at__lt=ends, merged_into__isnull=True
    ).exclude(not_one)


def cases(school: School, span: Span) -> list[Case]:
    """Every case of these days, in three queries."""
    rows = list(_rows(school, span))
    involved = _children(school, span)
    tasks = _tasks(school, span)
    return [_case(row, involved.get(row["pk"], []), tasks.get(row["pk"], [])) for row in rows]


def _rows(school: School, span: Span) -> Any:
    last = Statement.objects.filter(incident=OuterRef("pk")).order_by("-edition")
    serious = IncidentTag.objects.filter(incident=OuterRef("pk"), type__in=SERIOUS_TYPES)
    return (
        reported(school, span)
        .order_by("pk")
        .annotate(place=Subquery(last.values("place")[:1]), tagged=Exists(serious))
        .values(
            "pk", "lane", "primary_type", "risk_area", "nature", "status", "learning_area", "reported_at", "closed_at",
            "actions_child", "actions_staff", "place", "tagged",
        )
    )  # fmt: skip


def _children(school: School, span: Span) -> dict[int, list[tuple[str, str]]]:
    rows = Involvement.objects.standing().filter(
        incident__in=reported(school, span), part__in=CONCERNED, sort=PersonSort.CHILD
    )
    found: dict[int, list[tuple[str, str]]] = {}
    for pk, incident, person, year in rows.values_list(
        "pk", "incident_id", "person_id", "person__year_group"
    ):
        found.setdefault(incident, []).append((f"p{person}" if person else f"i{pk}", year or ""))
    return found


Timing = tuple[str, dt.datetime, dt.datetime | None, dt.datetime | None]


def _tasks(school: School, span: Span) -> dict[int, list[Timing]]:
    rows = Task.objects.filter(incident__in=reported(school, span), due_at__isnull=False).order_by("pk")
    found: dict[int, list[Timing]] = {}
    for incident, *timing in rows.values_list(F("incident_id"), "code", "due_at", "ended_at", "missed_at"):
        found.setdefault(incident, []).append(tuple(timing))
    return found


def _case(row: dict[str, Any], involved: list[tuple[str, str]], tasks: list[Timing]) -> Case:
    actions = [*row["actions_child"], *row["actions_staff"]]
    adult = row["lane"] in ADULT_LANES
    looks = [one for one in tasks if one[0].startswith(TaskCode.FIRST_LOOK)]
    looked_at = max((ended for _, _, ended, _ in looks if ended), default=None)
    return Case(
        serious=adult or row["tagged"] or row["primary_type"] in SERIOUS_TYPES,
        adult=adult,
        group=GROUP_OF.get(row["primary_type"]) or Group.OTHER,
        risk=row["risk_area"],
        nature=row["nature"],
        place=row["place"] or Place.NOT_KNOWN,
        stage=stage_of(year for _, year in involved),
        outcome=outcome_of(row["status"], actions),
        learning=learning_of(row["learning_area"] if row["status"] == Status.CLOSED else ""),
        referrals=referrals_of(actions),
        children=frozenset(key for key, _ in involved),
        looked_in_time=bool(looks) and all(missed is None for *_, missed in looks),
        hours_to_look=_apart(row["reported_at"], looked_at, 3600),
        days_to_close=_apart(row["reported_at"], row["closed_at"], 86400),
        clocks=len(tasks),
        clocks_kept=sum(_kept(*one) for one in tasks),
    )


def _kept(code: str, due: dt.datetime, ended: dt.datetime | None, missed: dt.datetime | None) -> bool:
    return missed is None and ended is not None and ended <= due


def _apart(earlier: dt.datetime, later: dt.datetime | None, seconds: int) -> float | None:
    return None if later is None else (later - earlier).total_seconds() / seconds
