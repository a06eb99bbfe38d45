"""What happens when a clock runs out."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from esafety.audit import record
from esafety.people.vocabulary import Role
from esafety.schooldays.queries import calendar_of
from incidents.actions.guard import fresh, hold
from incidents.actions.opening import first_look_row
from incidents.actions.routing import route
from incidents.facts import facts_of, upward
from incidents.models import Incident, Task
from incidents.notices import ESCALATED, LATE, TASK_DUE_SOON, TASK_OVERDUE
from incidents.policy.routing import TaskCode
from incidents.telling import tell_roles, tell_task
from incidents.vocabulary import CLOCK_MISSED

if TYPE_CHECKING:
    import datetime as dt

log = logging.getLogger(__name__)
AT_ONCE = 200
"""Clocks dealt with in one run; the next run takes the rest."""


def run_out_clocks(*, now: dt.datetime | None = None, by: None = None) -> int:
    """Mark every clock that ran out as missed, once each, and tell who is next. Returns how many.

    The scheduler calls it each minute. A clock missed while the scheduler was off is dealt with once. One
    that cannot be dealt with does not hold up the others; RuntimeError is raised at the end.
    """
    moment = now or timezone.now()
    ran_out = Task.objects.open().filter(due_at__lt=moment, missed_at__isnull=True)
    failed, done = 0, 0
    for pk, incident in list(ran_out.values_list("pk", "incident")[:AT_ONCE]):
        try:
            done += _run_out(pk, incident, moment)
        except Exception:
            failed += 1
            log.exception("The clock of task %s could not be run out; the others go on", pk)
    if failed:
        raise RuntimeError(f"{failed} clock(s) could not be run out")
    return done


def warn_of_clocks(*, now: dt.datetime | None = None, by: None = None) -> int:
    """Remind whoever a clock falls to that it runs out soon, once each. Returns how many.

    The scheduler calls it each minute, after those that ran out: nobody is warned of what is past already.
    """
    moment = now or timezone.now()
    near = Task.objects.open().filter(warn_at__lte=moment, due_at__gt=moment, missed_at__isnull=True)
    return sum(_warn(pk) for pk in list(near.values_list("pk", flat=True)[:AT_ONCE]))


@transaction.atomic
def _warn(pk: int) -> bool:
    """One reminder. The conditional update lets one of several schedulers have it."""
    if not Task.objects.open().filter(pk=pk, warn_at__isnull=False).update(warn_at=None):
        return False
    task = Task.objects.select_related("incident__school", "assigned_to").get(pk=pk)
    tell_task(TASK_DUE_SOON, task, key=f"{task.due_at:%Y%m%d%H%M}")
    return True


def _tell_above(task: Task) -> None:
    """What closing needs and nobody did in time goes up the line: the next post that may see it hears of it."""
    if task.required:
        above = [role for role in upward(task.incident) if role != task.role]
        tell_roles(LATE, task.incident, above[:1], key=f"late-{task.pk}")


@transaction.atomic
def _run_out(pk: int, incident_id: int, moment: dt.datetime) -> bool:
    """One clock. The conditional update lets one of several schedulers have it.

    The incident is locked first, as every act on it does, so that a clock and a person never wait for each other.
    """
    hold(incident_id)
    still = Task.objects.open().filter(pk=pk, due_at__lt=moment, missed_at__isnull=True)
    if not still.update(missed_at=moment):
        return False
    task = Task.objects.select_related("incident__school", "assigned_to").get(pk=pk)
    if task.code.startswith(TaskCode.FIRST_LOOK):
        _pass_on(task, moment)
    else:
        tell_task(TASK_OVERDUE, task)
        _tell_above(task)
    incident = fresh(task.incident)
    record(
        CLOCK_MISSED,
        by=None,
        school=incident.school,
        about=incident,
        detail={"clock": task.code or task.key, "owner": incident.owner_role},
    )
    return True


def _pass_on(task: Task, moment: dt.datetime) -> None:
    """Nobody looked in time: the next in line owns it, with a clock of their own; everyone asked is told."""
    incident = task.incident
    before = Role(incident.owner_role)
    Incident.objects.filter(pk=incident.pk).update(passed_over=[*incident.passed_over, before.value])
    incident = route(incident=incident, by=None)
    tell_roles(ESCALATED, incident, [before], key=f"late-{task.pk}", everyone=True)
    if incident.owner_role == before:
        return
    looks = Task.objects.filter(Q(code__startswith=TaskCode.FIRST_LOOK), incident=incident).count()
    look = first_look_row(incident, facts_of(incident), moment, calendar_of(incident.school))
    look.code, look.words = f"{TaskCode.FIRST_LOOK}_{looks + 1}", "First look (passed on)"
    look.save(force_insert=True)
