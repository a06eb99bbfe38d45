"""Tasks: given, done, not needed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from esafety.access.capabilities import Capability
from esafety.access.refusals import NotNow
from esafety.access.roles import may
from esafety.audit import record
from esafety.outbox.owing import owe_all
from esafety.schooldays.queries import calendar_of
from incidents.access import TASKS, is_in_conflict
from incidents.actions.guard import hold, must, must_be_open
from incidents.actions.opening import Asked, another, row_for
from incidents.models import Incident, Task
from incidents.models.task import new_key
from incidents.notices import TASK_GIVEN
from incidents.policy.acts import act_of
from incidents.policy.routing import EDITION, TaskCode, TaskRule
from incidents.policy.types import POLICE_REQUIRED
from incidents.telling import for_task, tell_task
from incidents.vocabulary import TASK_DONE, TASK_NOT_NEEDED, TaskState
from incidents.vocabulary import TASK_GIVEN as GIVEN

if TYPE_CHECKING:
    from esafety.audit import Event
    from esafety.people.models import User

POLICE_MUST_HEAR = "The police must be told of this kind of incident. Record the report instead."
_ACCESS = (TaskCode.TAKE_ACCESS, TaskCode.GIVE_ACCESS)
"""Access that was taken away is given back, whatever becomes of the record."""
_EACH_RECORD_S_OWN = (TaskCode.FIRST_LOOK, TaskCode.COPY, *_ACCESS)
"""Tasks that are not handed over when an incident is merged into another."""


@transaction.atomic
def give_task(
    *,
    incident: Incident,
    words: str,
    detail: str,
    assigned_to: User | None,
    due_at: dt.datetime | None,
    required: bool,
    by: User,
) -> Task:
    """Give somebody (None: the owner) something to do. They see the task, not the incident.

    Raises NotNow when the colleague can do no tasks or has a conflict: they must not learn of it.
    """
    must(by, Capability.WORK, incident)
    must_be_open(incident)
    if assigned_to is not None and (
        not may(assigned_to, Capability.DO_TASKS, incident.school) or is_in_conflict(assigned_to, incident)
    ):
        raise NotNow("This task cannot be given to this colleague.")
    task = Task.objects.create(
        incident=incident,
        school=incident.school,
        words=words,
        detail=detail,
        assigned_to=assigned_to,
        due_at=due_at,
        required=required,
        opened_by=by,
    )
    tell_task(TASK_GIVEN, task, but=by)
    record(GIVEN, by=by, school=incident.school, about=incident, detail={"task": task.key})
    return task


def finish_task(*, task: Task, result: str, by: User) -> Task:
    """Mark a task as done, with what came of it. Raises NotNow when it has ended already."""
    _refuse_by_act(task)
    return end_task(task, TaskState.DONE, result, TASK_DONE, by)


def set_task_aside(*, task: Task, reason: str, by: User) -> Task:
    """Mark a task as not needed, with the reason.

    Raises NotNow when it has ended already, and for the report to the police that its kind of incident
    must have (E N.B.).
    """
    if _police_must_hear(task):
        raise NotNow(POLICE_MUST_HEAR)
    _refuse_by_act(task)
    return end_task(task, TaskState.NOT_NEEDED, reason, TASK_NOT_NEEDED, by)


def _refuse_by_act(task: Task) -> None:
    """Some tasks end only by the act they ask for."""
    act = act_of(task.code)
    if act is not None:
        raise NotNow(act.refusal)


@transaction.atomic
def open_tasks(
    *,
    incident: Incident,
    rules: Iterable[TaskRule],
    by: User | None,
    rule: str,
    source: str,
    since: dt.datetime | None = None,
    again: bool = False,
) -> list[Task]:
    """Open the tasks of these rules on an incident, and tell whoever is given one. Gives those opened.

    What is there already under its code, whatever became of it, is not asked twice, unless it is asked for
    `again` (a second referral has a clock of its own). `rule` and `source` stay on each row; `since` is the
    moment its clock starts (now). Called inside an action that writes the event: it writes none of its own.
    Every clock of casework is opened here or by routing, and is a task's `due_at`: there is no other.
    """
    rules, start = list(rules), since or timezone.now()
    kinds = set(incident.tasks.values_list("code", flat=True)) if not again else set()
    calendar = calendar_of(incident.school)
    opened = []
    for one in rules:
        if one.code not in kinds:
            asked = Asked(one, rule, source, EDITION)
            row = row_for(incident, asked, start, calendar, code=another(one.code, incident))
            row.opened_by = by
            row.save(force_insert=True)
            opened.append(row)
    tell_of_tasks([row for row in opened if row.role], by)
    return opened


def tell_of_tasks(given: Iterable[Task], by: User | None) -> None:
    """Promise a message to whoever each of these tasks was given to."""
    owe_all([promise for row in given for promise in for_task(TASK_GIVEN, row, but=by)])


def end_by_act(
    *, incident: Incident, codes: Iterable[str], state: TaskState, result: str, by: User
) -> list[Task]:
    """End the open tasks of these codes, because the act they ask for was just recorded. Gives those ended.

    The action that calls has asked whether `by` may, and writes the event; none being open is no error. Raises
    NotNow when the police must be told and the act recorded is that they were not (E N.B.).
    """
    found = list(Task.objects.open().asking(*codes).filter(incident=incident))
    if state is TaskState.NOT_NEEDED and any(_police_must_hear(task) for task in found):
        raise NotNow(POLICE_MUST_HEAR)
    pks = [task.pk for task in found]
    Task.objects.open().filter(pk__in=pks).update(
        state=state, result=result, ended_at=timezone.now(), ended_by=by
    )
    return list(Task.objects.filter(pk__in=pks))


def _police_must_hear(task: Task) -> bool:
    """Whether it is the report to the police that this kind of incident must have."""
    asks = task.code.startswith(TaskCode.POLICE)
    return asks and task.incident.tags.filter(type__in=POLICE_REQUIRED).exists()


@transaction.atomic
def end_task(task: Task, state: TaskState, result: str, event: Event, by: User) -> Task:
    """End a task once. Raises NotNow when it has ended already, PermissionDenied."""
    hold(task.incident_id)
    if not TASKS.allows(by, Capability.DO_TASKS, task):
        raise PermissionDenied
    ended = (
        Task.objects.open()
        .filter(pk=task.pk)
        .update(state=state, result=result, ended_at=timezone.now(), ended_by=by)
    )
    task.refresh_from_db()
    if not ended:
        raise NotNow(f"This task was already marked as {task.get_state_display().lower()}.")
    record(event, by=by, school=task.school, about=task.incident, detail={"task": task.code or task.key})
    return task


def end_first_look(incident: Incident, by: User) -> None:
    """Somebody has looked: end every first-look clock of the incident."""
    looks = Task.objects.open().filter(incident=incident, code__startswith=TaskCode.FIRST_LOOK)
    looks.update(state=TaskState.DONE, ended_at=timezone.now(), ended_by=by)


def end_open_tasks(incident: Incident, by: User, why: str) -> None:
    """Nothing of this incident is still to do: end every open task as not needed, saying why."""
    end_first_look(incident, by)
    left = Task.objects.open().filter(incident=incident).exclude(code__startswith=_ACCESS[0])
    left.exclude(code__startswith=_ACCESS[1]).update(
        state=TaskState.NOT_NEEDED, result=why, ended_at=timezone.now(), ended_by=by
    )


def leave_optional_steps(incident: Incident, by: User, reason: str) -> None:
    """End the steps that closing does not need and that fall to the owner; what was given to others stays theirs."""
    left = Task.objects.open().filter(incident=incident, required=False, role="", assigned_to__isnull=True)
    left.exclude(asked_by=[]).update(
        state=TaskState.NOT_NEEDED,
        result=f"Not needed to close: {reason}",
        ended_at=timezone.now(),
        ended_by=by,
    )


def hand_tasks_over(incident: Incident, into: Incident) -> None:
    """What is still to do for one incident is to do for another, by the same people and the same moments.

    What the other has to do or has done already is not asked twice; what was set aside there is asked again.
    The first look and the copy are each record's own.
    """
    asked = set(into.tasks.exclude(state=TaskState.NOT_NEEDED).values_list("code", flat=True)) - {""}
    rows = [
        row
        for row in incident.tasks.open()
        if (row.code not in asked or row.referral_id) and not row.code.startswith(_EACH_RECORD_S_OWN)
    ]
    for row in rows:
        row.pk, row.key, row.incident = None, new_key(), into
        row.code = row.code and another(row.code, into)
    Task.objects.bulk_create(rows)


def owes_police(incident: Incident) -> bool:
    """Whether the police must still be told of this kind of incident (E N.B.)."""
    open_task = Task.objects.open().filter(incident=incident, code__startswith=TaskCode.POLICE).exists()
    return open_task and incident.tags.filter(type__in=POLICE_REQUIRED).exists()
