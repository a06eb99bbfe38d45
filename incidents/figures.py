"""What the storey above may count of a school's cases: facts by code, without a name, a reference or a word written.

Every fact is read where the work on a case left it: referrals in the register of referrals, sanctions among the
decisions about each child, clocks on their tasks, patterns in the answers to them. What somebody ticked on a form is
not counted.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from esafety.people.models import School
from esafety.schooldays.calendar import LONDON, Span
from incidents.models import (
    Incident,
    IncidentTag,
    Involvement,
    PatternDecision,
    Referral,
    Sanction,
    Statement,
    Task,
)
from incidents.policy.patterns import CIRCLES
from incidents.policy.routing import TaskCode
from incidents.policy.sanctions import Ladder
from incidents.record.ladder import chosen
from incidents.vocabulary import Part, PersonSort, Status, TaskState
from incidents.vocabulary.outside import Approach

CONCERNED = (Part.SUBJECT, Part.HARMED)
"""The children behind a case (reference/security.md 6.3, rule 2)."""
ASKED_OR_TOLD = (Approach.ADVICE, Approach.REFERRED)
ABOUT_CHILDREN = frozenset({CIRCLES[0].number, CIRCLES[1].number})
"""Patterns found without looking at a matter about an adult of the school."""


class Child(NamedTuple):
    """A child behind a case; one who was only named in words has a key of their own in each case."""

    key: str
    year_group: str


class Clock(NamedTuple):
    """A task with a time limit."""

    code: str
    due_at: dt.datetime
    ended_at: dt.datetime | None
    missed_at: dt.datetime | None

    @property
    def is_first_look(self) -> bool:
        """Whether it is the first look at a new case."""
        return self.code.startswith(TaskCode.FIRST_LOOK)

    @property
    def is_kept(self) -> bool:
        """Whether it was done in its time."""
        return self.missed_at is None and self.ended_at is not None and self.ended_at <= self.due_at

    @property
    def has_run_out(self) -> bool:
        """Whether it was not done in its time."""
        return self.missed_at is not None or (self.ended_at is not None and self.ended_at > self.due_at)


class Facts(NamedTuple):
    """One case, as far as it is counted.

    `agencies`: whom the case was taken to. `rungs`: what was decided last for each child, as "ladder/rung"; a decision
    for support alone has no rung and is not among them.
    """

    pk: int
    lane: str
    types: frozenset[str]
    primary_type: str
    risk_area: str
    nature: str
    place: str
    status: str
    learning_area: str
    reported_at: dt.datetime
    closed_at: dt.datetime | None
    children: tuple[Child, ...]
    clocks: tuple[Clock, ...]
    agencies: frozenset[str]
    rungs: frozenset[str]


def moments(span: Span) -> tuple[dt.datetime, dt.datetime]:
    """From the first moment of the first day to the first moment after the last, in London."""
    after = span.last + dt.timedelta(days=1)
    begins, ends = (dt.datetime.combine(day, dt.time(), LONDON) for day in (span.first, after))
    return begins, ends


def reported(school: School, span: Span) -> QuerySet[Incident]:
    """The cases of a school that were reported on these days, without what was found to be none and duplicates."""
    begins, ends = moments(span)
    not_one = Q(status=Status.CLOSED, accepted_as="")
    return Incident.objects.filter(
        school=school, reported_at__gte=begins, reported_at__lt=ends, merged_into__isnull=True
    ).exclude(not_one)


def facts(school: School, span: Span) -> list[Facts]:
    """Every case of these days: six queries, however many there are."""
    these = reported(school, span)
    types = _gathered(IncidentTag.objects.filter(incident__in=these).values_list("incident_id", "type"))
    children, clocks = _children(these), _clocks(these)
    agencies = _gathered(
        Referral.objects.filter(incident__in=these, approach__in=ASKED_OR_TOLD)
        .order_by()
        .values_list("incident_id", "agency")
    )
    rungs = _rungs(school, span)
    return [
        Facts(
            types=frozenset({*types.get(row["pk"], ()), row["primary_type"]}),
            children=tuple(children.get(row["pk"], ())),
            clocks=tuple(clocks.get(row["pk"], ())),
            agencies=frozenset(agencies.get(row["pk"], ())),
            rungs=frozenset(rungs.get(row["pk"], ())),
            **row,
        )
        for row in _rows(these)
    ]


def _rows(these: QuerySet[Incident]) -> Iterable[Any]:
    last = Statement.objects.filter(incident=OuterRef("pk")).order_by("-edition")
    columns = ("pk", "lane", "primary_type", "risk_area", "nature", "status", "learning_area", "reported_at",
               "closed_at", "place")  # fmt: skip
    return these.order_by("pk").annotate(place=Subquery(last.values("place")[:1])).values(*columns)


def _gathered(rows: Iterable[tuple[int, str]]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for incident, code in rows:
        found.setdefault(incident, []).append(code)
    return found


def _children(these: QuerySet[Incident]) -> dict[int, list[Child]]:
    rows = Involvement.objects.standing().filter(
        incident__in=these, part__in=CONCERNED, sort=PersonSort.CHILD
    )
    found: dict[int, list[Child]] = {}
    for pk, incident, person, year in rows.values_list(
        "pk", "incident_id", "person_id", "person__year_group"
    ):
        found.setdefault(incident, []).append(Child(f"p{person}" if person else f"i{pk}", year or ""))
    return found


def _clocks(these: QuerySet[Incident]) -> dict[int, list[Clock]]:
    """Without those of tasks that were found not to be needed before their time was over."""
    rows = Task.objects.filter(incident__in=these, due_at__isnull=False).order_by("pk")
    rows = rows.exclude(state=TaskState.NOT_NEEDED, missed_at__isnull=True)
    found: dict[int, list[Clock]] = {}
    columns = ("incident_id", "code", "due_at", "ended_at", "missed_at")
    for incident, code, due_at, ended_at, missed_at in rows.values_list(*columns):
        found.setdefault(incident, []).append(Clock(code, due_at, ended_at, missed_at))
    return found


def _rungs(school: School, span: Span) -> dict[int, list[str]]:
    """What was decided last for each child; a duplicate's decisions count with the case it became part of."""
    decided = (
        Sanction.objects.annotate(case=Coalesce("incident__merged_into", "incident"))
        .filter(case__in=reported(school, span).values("pk"))
        .filter(involvement__sort=PersonSort.CHILD, involvement__withdrawn_at__isnull=True)
        .order_by("decided_at", "pk")
    )
    last: dict[int, tuple[int, str]] = {}
    for involved, case, of, rung in decided.values_list("involvement_id", "case", "ladder", "rung"):
        last[involved] = (case, f"{of}/{rung}" if rung else "")
    return _gathered((case, code) for case, code in last.values() if code)


def ladder_of(school: School) -> Ladder:
    """The ladder of sanctions for pupils that the school goes by."""
    return chosen(school)[0]


class Answered(NamedTuple):
    """A pattern that somebody answered: by which rule it was found, what was done, and of which types and lanes the
    cases were on which the answer rested."""

    rule: str
    step: str
    types: frozenset[str]
    lanes: frozenset[str]


def answered(school: School, span: Span) -> list[Answered]:
    """The patterns about children answered on these days, each as it was answered last: three queries."""
    begins, ends = moments(span)
    decided = PatternDecision.objects.filter(
        pattern__school=school, pattern__circle__in=ABOUT_CHILDREN, at__gte=begins, at__lt=ends
    ).order_by("at", "pk")
    columns = ("pattern_id", "pattern__rule", "step", "incidents")
    last = {pattern: told for pattern, *told in decided.values_list(*columns)}
    cases = {pk for _, _, incidents in last.values() for pk in incidents}
    types = _gathered(IncidentTag.objects.filter(incident__in=cases).values_list("incident_id", "type"))
    lanes = dict(Incident.objects.filter(pk__in=cases).order_by().values_list("pk", "lane"))
    return [
        Answered(
            rule,
            step,
            frozenset(code for pk in incidents for code in types.get(pk, ())),
            frozenset(lanes[pk] for pk in incidents if pk in lanes),
        )
        for rule, step, incidents in last.values()
    ]
