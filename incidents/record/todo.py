"""What is to do for one incident, calmly: the next few things first, the rest folded by procedure.

What is past its time comes first, then what is due today, then what closing needs, in the order of the procedures.
A lead reads one list, not twenty checklists (domain/procedures.md).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from django.urls import reverse
from django.utils import timezone

from esafety.access.capabilities import Capability
from incidents.access import INCIDENTS
from incidents.lists.listing import NEVER
from incidents.lists.rows import due_words
from incidents.models import Incident, Task
from incidents.policy.acts import act_of
from incidents.policy.ended_beside import BY_BLOCK
from incidents.policy.routing import TaskCode
from incidents.vocabulary import Records, TaskState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from esafety.people.models import User

NEXT = 5
"""How many are shown unfolded."""
MOST_LATE = 10
"""How many are shown unfolded when they are past their time; one that is missed is never hidden by a few others."""
OTHERS = "Asked for by the case itself"


class Line(NamedTuple):
    """One thing to do as the page prints it: where it leads, and whether one press ends it."""

    task: Task
    url: str
    one_press: bool
    due: str
    overdue: bool


class Fold(NamedTuple):
    """What one procedure still asks for."""

    name: str
    lines: list[Line]


@dataclass(frozen=True)
class ToDo:
    """The section of the page."""

    next: list[Line]
    folds: list[Fold]
    later: int
    ended: list[Task]


def to_do(incident: Incident, user: User, tasks: Sequence[Task]) -> ToDo:
    """The tasks, read already, in the order in which they matter now."""
    now = timezone.now()
    open_ = sorted(
        (task for task in tasks if task.state == TaskState.OPEN), key=lambda task: _order(task, now)
    )
    late = sum(task.is_overdue for task in open_)
    shown = max(NEXT, min(late, MOST_LATE))
    lines = [_line(task, incident, user, now) for task in open_]
    folds: dict[str, list[Line]] = {}
    for line in sorted(lines[shown:], key=lambda line: line.task.place):
        folds.setdefault(line.task.asked_by[0] if line.task.asked_by else OTHERS, []).append(line)
    return ToDo(
        next=lines[:shown],
        folds=[Fold(name, found) for name, found in folds.items()],
        later=len(lines[shown:]),
        ended=[task for task in tasks if task.state != TaskState.OPEN],
    )


def _order(task: Task, now: dt.datetime) -> tuple[int, dt.datetime, int, int]:
    """Past its time, due today, the first look, needed to close, the rest; each by moment, then by place."""
    due = task.due_at or NEVER
    if due < now:
        first = 0
    elif timezone.localdate(due) <= timezone.localdate(now):
        first = 1
    else:
        first = 2 if task.required else 3
    return first, due, task.place, task.pk


def _line(task: Task, incident: Incident, user: User, now: dt.datetime) -> Line:
    due, works = due_words(task.due_at, now), INCIDENTS.allows(user, Capability.WORK, incident)
    act = act_of(task.code)
    if task.referral_id is not None and works:
        url = reverse("referral", args=[incident.reference, task.referral_id])
        return Line(task, url, False, due.words, due.overdue)
    if act is not None:
        may = INCIDENTS.allows(user, act.capability, incident) and not _is_for_later(task, incident)
        url = reverse(act.url_name, kwargs={"reference": incident.reference}) if may else ""
        return Line(task, url, False, due.words, due.overdue)
    url = _page_of(task, incident) if works else ""
    return Line(task, url, works and task.records == Records.TICK, due.words, due.overdue)


def _page_of(task: Task, incident: Incident) -> str:
    """Where the step is done: its own page, or the page of the act that usually ends it."""
    if task.code.startswith(BY_BLOCK):
        return reverse("incident_block", args=[incident.reference])
    return f"{task.get_absolute_url()}?back=incident"


def _is_for_later(task: Task, incident: Incident) -> bool:
    """Whether the page of the act is shut now: a copy is for a closed incident."""
    return task.code.startswith(TaskCode.COPY) and incident.is_open
