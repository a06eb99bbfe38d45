"""What is due for one person: past its time, today, in seven days, later, and what has no set time."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Count, Q
from django.utils import timezone

from esafety.schooldays.calendar import LONDON
from incidents.lists import my_tasks
from incidents.lists.my_tasks import TaskLine, mine

if TYPE_CHECKING:
    from esafety.people.models import School, User

OVERDUE, TODAY, WEEK, LATER = "Past its time", "Today", "In the next seven days", "Later"
NO_TIME = "No set time"


class Group(NamedTuple):
    """Lines under one heading."""

    name: str
    lines: list[TaskLine]


@dataclass(frozen=True)
class DuePage:
    """A page of what is due, how much of each there is, and the places of its ends."""

    groups: list[Group]
    figures: list[dict[str, object]]
    previous: str
    next: str


def page(user: User, school: School, *, after: str = "", before: str = "") -> DuePage:
    """One page in two queries, the first due first."""
    now = timezone.now()
    found = my_tasks.page(user, school, after=after, before=before)
    groups: dict[str, list[TaskLine]] = {}
    for line in found.lines:
        groups.setdefault(_group(line.due_at, now), []).append(line)
    return DuePage(
        groups=[Group(name, lines) for name, lines in groups.items()],
        figures=_figures(user, school, now),
        previous=found.previous,
        next=found.next,
    )


def _ends(now: dt.datetime) -> tuple[dt.datetime, dt.datetime]:
    """When today ends, and when seven more days do, local time."""
    today = now.astimezone(LONDON).date()
    return _midnight(today + dt.timedelta(days=1)), _midnight(today + dt.timedelta(days=8))


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), LONDON)


def _group(due_at: dt.datetime | None, now: dt.datetime) -> str:
    tonight, last = _ends(now)
    if due_at is None:
        return NO_TIME
    if due_at >= last:
        return LATER
    return OVERDUE if due_at < now else TODAY if due_at < tonight else WEEK


def _figures(user: User, school: School, now: dt.datetime) -> list[dict[str, object]]:
    """How much there is under each heading, in one query."""
    tonight, last = _ends(now)
    counted = mine(user, school).aggregate(
        overdue=Count("pk", filter=Q(due_at__lt=now)),
        today=Count("pk", filter=Q(due_at__gte=now, due_at__lt=tonight)),
        week=Count("pk", filter=Q(due_at__gte=tonight, due_at__lt=last)),
    )
    names = {"overdue": OVERDUE, "today": TODAY, "week": WEEK}
    return [
        {"label": name, "number": counted[key], "attention": key == "overdue" and counted[key] > 0}
        for key, name in names.items()
    ]
