"""Letting a clock stand still, where a rule allows it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from esafety.access.capabilities import Capability
from esafety.access.refusals import NotNow
from esafety.audit import record
from esafety.schooldays.calendar import LONDON
from esafety.schooldays.queries import calendar_of
from incidents.actions.guard import must, must_be_open
from incidents.models import Task, TaskPause
from incidents.policy.pauses import LONGEST, may_wait_for
from incidents.vocabulary import CLOCK_PAUSED, TaskState, WaitsFor

if TYPE_CHECKING:
    from esafety.people.models import User


@transaction.atomic
def pause_clock(*, task: Task, waits_for: WaitsFor, until: dt.date, reason: str, by: User) -> TaskPause:
    """Let a task's clock stand still until a day, because somebody outside asked the school to wait.

    The due moment moves by as many working days as lie between. Raises NotNow for a clock that no rule lets
    stand still, that ended or was missed, and for a day that is past or further than the rule allows. Source:
    incidents/policy/pauses.py.
    """
    must(by, Capability.WORK, task.incident)
    must_be_open(task.incident)
    task = (
        Task.objects.select_for_update(of=("self",), no_key=True)
        .select_related("incident__school")
        .get(pk=task.pk)
    )
    if waits_for not in may_wait_for(task.code):
        raise NotNow("No rule lets this clock stand still for that.")
    if task.state != TaskState.OPEN or task.due_at is None:
        raise NotNow("This task has ended, or has no clock.")
    if task.missed_at is not None or task.due_at <= timezone.now():
        raise NotNow("This clock has run out already. It stays on the record as missed.")
    moved = _moved(task, until)
    pause = TaskPause.objects.create(
        task=task,
        waits_for=waits_for,
        reason=reason,
        until=until,
        due_before=task.due_at,
        due_after=moved,
        by=by,
    )
    warn_at = task.warn_at and task.warn_at + (moved - task.due_at)
    Task.objects.filter(pk=task.pk).update(due_at=moved, warn_at=warn_at)
    detail = {"waits_for": waits_for.value, "task": task.code, "until": until.isoformat()}
    record(CLOCK_PAUSED, by=by, school=task.school, about=task.incident, detail=detail)
    return pause


def _moved(task: Task, until: dt.date) -> dt.datetime:
    """The due moment, later by the working days from today to the day the clock goes on."""
    calendar, today = calendar_of(task.incident.school), timezone.localdate()
    furthest = calendar.working_days_after(timezone.now(), LONGEST).astimezone(LONDON).date()
    if not today < until <= furthest:
        raise NotNow(f"Give a day after today and no later than {furthest.day} {furthest:%B %Y}.")
    days = [today + dt.timedelta(days=number) for number in range((until - today).days)]
    still = sum(calendar.is_working_day(day) for day in days)
    if not still or task.due_at is None:
        raise NotNow("No working day lies between today and that day.")
    return calendar.working_days_after(task.due_at, still)
