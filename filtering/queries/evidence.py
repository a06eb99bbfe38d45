"""What a school year showed of filtering: the evidence of the yearly review, in plain values that can be kept."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, Q
from django.utils.dateformat import format as date_format

from esafety.people.queries import holders
from esafety.people.vocabulary import Role
from esafety.schooldays.calendar import LONDON, Span
from esafety.schooldays.years import in_words
from filtering.evidence import Topic, told
from filtering.models import Check, CheckPlan, CheckPoint, CheckResult, FilteringRequest, LogReview
from filtering.models.request import ALIVE
from filtering.vocabulary import Category, Kind, Stage

if TYPE_CHECKING:
    from esafety.people.models import School

NAMED = (Role.DSL, Role.DEPUTY_DSL, Role.CO_ORDINATOR, Role.HEAD, Role.NETWORK_MANAGER, Role.SAFETY_GOVERNOR)
"""The posts that the national standards want named (field 4.4)."""


def evidence_of(school: School, span: Span) -> dict[str, Any]:
    """Everything that the product knows of a year, ready to be printed and frozen."""
    return {
        "year": in_words(span.first, span.last),
        "roles": _roles(school),
        "requests": _requests(school, span),
        "categories": _categories(school, span),
        "exceptions": _exceptions(school, span),
        "checks": _checks(school, span),
        "places": [str(place) for place in CheckPoint.objects.filter(school=school, retired_at__isnull=True)],
        "reviews": _reviews(school, span),
        "incidents": told(Topic.INCIDENTS, school, span),
        "training": told(Topic.TRAINING, school, span),
    }


def _roles(school: School) -> list[list[str]]:
    """Each post and who holds it."""
    posts = holders(school, NAMED)
    return [
        [role.label, ", ".join(str(post.user) for post in posts if post.role == role) or "Nobody"]
        for role in NAMED
    ]


def _asked_within(school: School, span: Span) -> Any:
    first = dt.datetime.combine(span.first, dt.time.min, LONDON)
    after = dt.datetime.combine(span.last + dt.timedelta(days=1), dt.time.min, LONDON)
    return FilteringRequest.objects.filter(school=school, asked_at__gte=first, asked_at__lt=after)


def _requests(school: School, span: Span) -> list[list[str]]:
    """For each kind: asked, agreed, declined, waiting."""
    refused, waits = Q(stage=Stage.DECLINED), Q(stage__in=(Stage.ASKED, Stage.SECOND))
    rows = _asked_within(school, span).order_by().values("kind")
    counts = {
        row["kind"]: row
        for row in rows.annotate(
            asked=Count("pk"),
            declined=Count("pk", filter=refused),
            waiting=Count("pk", filter=waits),
            agreed=Count("pk", filter=Q(stage__in=(*ALIVE, Stage.DONE))),
        )
    }
    nothing = dict.fromkeys(("asked", "agreed", "declined", "waiting"), 0)
    return [[kind.label, *(str(counts.get(kind, nothing)[name]) for name in nothing)] for kind in Kind]


def _categories(school: School, span: Span) -> list[list[str]]:
    """What was opened, by category."""
    agreed = _asked_within(school, span).filter(kind=Kind.UNBLOCK, stage__in=(*ALIVE, Stage.DONE))
    rows = agreed.order_by().values("category").annotate(count=Count("pk")).order_by("-count", "category")
    return [[str(Category(row["category"]).label), str(row["count"])] for row in rows if row["category"]]


def _exceptions(school: School, span: Span) -> str:
    """Whether what was opened was shut again, and in time."""
    rows = _asked_within(school, span).exceptions()
    shut = rows.filter(stage=Stage.DONE)
    late = shut.filter(closed_at__gt=F("ends_at") + dt.timedelta(days=1)).count()
    alive = rows.alive().count()
    return (
        f"{_were(shut.count(), 'exception')} closed, {late} of them more than a day after the end. "
        f"{alive} {'is' if alive == 1 else 'are'} not closed yet, {rows.overdue().count()} of them past the end."
    )


def _were(count: int, noun: str) -> str:
    """A count and its noun and verb: one exception was, two exceptions were."""
    return f"{count} {noun} was" if count == 1 else f"{count} {noun}s were"


def _checks(school: School, span: Span) -> str:
    done = Check.objects.filter(school=school, done_on__gte=span.first, done_on__lte=span.last)
    late = done.filter(done_on__gt=F("was_due_on")).count()
    faults = CheckResult.objects.faults().filter(check_done__in=done)
    plan = CheckPlan.objects.filter(school=school).first()
    often = "day" if plan and plan.every_days == 1 else f"{plan.every_days if plan else 0} days"
    every = f"The school checks every {often}. " if plan else ""
    still = faults.open_faults().count()
    return (
        f"{every}{_were(done.count(), 'check')} done, each by two people, {late} of them after the day it was due. "
        f"{_were(faults.count(), 'fault')} found; {still} {'is' if still == 1 else 'are'} not put right yet."
    )


def _reviews(school: School, span: Span) -> list[str]:
    rows = LogReview.objects.filter(school=school, held_on__gte=span.first, held_on__lte=span.last)
    return [
        f"{date_format(one.held_on, 'j F Y')}: {one.co_ordinator} and {one.governor}"
        for one in rows.select_related("co_ordinator", "governor").order_by("held_on", "pk")
    ]
