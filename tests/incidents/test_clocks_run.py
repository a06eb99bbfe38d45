"""Clocks at work: they warn once, go up the line when missed, stay missed, and stand still only by a rule."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from esafety.access.refusals import NotNow
from esafety.audit.models import AuditEvent
from esafety.outbox.models import Message
from incidents import actions
from incidents.models import Incident, Task, TaskPause
from incidents.policy.pauses import LONGEST, PAUSES, may_wait_for
from incidents.policy.procedures import PROCEDURES
from incidents.policy.routing import TaskCode
from incidents.vocabulary import IncidentType, Nature, Status, TaskState, WaitsFor
from tests.builders import a_concern, advance, holder
from tests.cast import Cast, sign_in

MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def bullying(cast: Cast) -> Incident:
    return advance(
        a_concern(cast, type=IncidentType.BULLYING, harmed="second_pupil", nature=Nature.DELIBERATE),
        Status.IN_PROGRESS,
    )


def told(notice: str) -> list[str]:
    return sorted(Message.objects.filter(notice=f"incident.{notice}").values_list("to_user__name", flat=True))


def test_whoever_it_falls_to_is_warned_once_before_the_end(cast: Cast, bullying: Incident) -> None:
    task = bullying.tasks.get(code=TaskCode.PARENTS)
    assert task.warn_at
    Task.objects.exclude(pk=task.pk).update(warn_at=None)
    assert actions.warn_of_clocks(now=task.warn_at - MINUTE) == 0
    assert actions.warn_of_clocks(now=task.warn_at) == 1
    assert actions.warn_of_clocks(now=task.warn_at + MINUTE) == 0
    assert told("task_due_soon") == [cast.co_ordinator.name]


def test_nobody_is_warned_of_what_is_done_or_past(cast: Cast, bullying: Incident) -> None:
    task = bullying.tasks.get(code=TaskCode.PARENTS)
    assert task.due_at
    bullying.tasks.exclude(pk=task.pk).update(warn_at=None)
    assert actions.warn_of_clocks(now=task.due_at + MINUTE) == 0
    actions.finish_task(task=task, result="Rang them.", by=cast.co_ordinator)
    assert actions.warn_of_clocks(now=task.due_at - MINUTE) == 0


def test_what_closing_needs_goes_up_the_line_when_missed_and_stays_missed(
    cast: Cast, bullying: Incident
) -> None:
    task = bullying.tasks.get(code=TaskCode.PARENTS)
    assert task.due_at
    bullying.tasks.exclude(pk=task.pk).update(due_at=None)
    assert actions.run_out_clocks(now=task.due_at + MINUTE) == 1
    assert told("task_overdue") == [cast.co_ordinator.name]
    assert told("late") == [cast.dsl.name], "the next in line above the co-ordinator"
    assert actions.run_out_clocks(now=task.due_at + 2 * MINUTE) == 0
    actions.finish_task(task=task, result="Rang them late.", by=cast.co_ordinator)
    task.refresh_from_db()
    assert task.missed_at is not None
    page = sign_in(Client(), cast.dsl).get(bullying.get_absolute_url()).content.decode()
    assert "(after its time)" in page


def test_what_closing_does_not_need_is_between_the_clock_and_whoever_has_it(
    cast: Cast, bullying: Incident
) -> None:
    task = bullying.tasks.get(code="removal")
    assert task.due_at
    bullying.tasks.exclude(pk=task.pk).update(due_at=None)
    actions.run_out_clocks(now=task.due_at + MINUTE)
    assert told("late") == []


def test_an_adult_who_is_the_subject_never_hears_of_what_is_late(cast: Cast) -> None:
    incident = advance(a_concern(cast, about="dsl", type=IncidentType.SOFT_PORN), Status.IN_PROGRESS)
    last = max(task.due_at for task in incident.tasks.open() if task.due_at)
    actions.run_out_clocks(now=last + MINUTE)
    assert cast.dsl.name not in told("late") + told("task_overdue") + told("task_due_soon")


def test_only_what_the_table_names_can_stand_still() -> None:
    known = {step.task.code for row in PROCEDURES for step in row.steps} | {str(code) for code in TaskCode}
    named = {code for row in PAUSES for code in row.codes}
    assert named <= known
    assert all(row.source[0] in "ABCDE" for row in PAUSES)
    for code in (
        *(
            TaskCode.FIRST_LOOK,
            TaskCode.POLICE,
            TaskCode.LADO_CONSIDER,
            TaskCode.LADO_REFER,
            TaskCode.DATA_BREACH,
        ),
        *(TaskCode.CHILD_SAFE, TaskCode.COPY, TaskCode.ACKNOWLEDGE, TaskCode.CHANNEL),
        *(
            "social_care",
            "welfare_check",
            "device_safe",
            "apart",
            "stop_touching",
            "people_told",
            "at_once_test",
        ),
    ):
        assert may_wait_for(code) == frozenset(), code


def pause(
    task: Task, by, *, days: int = 7, waits_for: WaitsFor = WaitsFor.POLICE, reason: str = "They rang."
) -> TaskPause:
    until = timezone.localdate() + dt.timedelta(days=days)
    return actions.pause_clock(task=task, waits_for=waits_for, until=until, reason=reason, by=by)


def test_a_pause_moves_the_one_clock_and_says_who_why_and_until_when(cast: Cast, bullying: Incident) -> None:
    task = bullying.tasks.get(code=TaskCode.PARENTS)
    before, warned = task.due_at, task.warn_at
    kept = pause(task, cast.co_ordinator)
    task.refresh_from_db()
    assert before
    assert warned
    assert task.due_at
    assert task.warn_at
    assert (kept.due_before, kept.due_after) == (before, task.due_at)
    assert task.due_at > before
    assert task.warn_at - warned == task.due_at - before
    assert AuditEvent.objects.filter(code="incident.clock_paused").count() == 1
    page = sign_in(Client(), cast.co_ordinator).get(f"/tasks/{task.key}/").content.decode()
    assert "Its clock stood still until" in page


@pytest.mark.parametrize("days", [0, -1, 60])
def test_a_pause_ends_within_what_the_rule_allows(cast: Cast, bullying: Incident, days: int) -> None:
    with pytest.raises(NotNow, match="Give a day after today"):
        pause(bullying.tasks.get(code=TaskCode.PARENTS), cast.co_ordinator, days=days)
    assert LONGEST == 20


@pytest.mark.parametrize("waits_for", [WaitsFor.COMPLAINANT])
def test_not_everybody_who_asks_stops_every_clock(
    cast: Cast, bullying: Incident, waits_for: WaitsFor
) -> None:
    with pytest.raises(NotNow, match="No rule"):
        pause(bullying.tasks.get(code=TaskCode.PARENTS), cast.co_ordinator, waits_for=waits_for)


def test_a_clock_that_ran_out_or_ended_does_not_stand_still(cast: Cast, bullying: Incident) -> None:
    task = bullying.tasks.get(code=TaskCode.PARENTS)
    Task.objects.filter(pk=task.pk).update(missed_at=timezone.now())
    with pytest.raises(NotNow, match="has run out"):
        pause(task, cast.co_ordinator)
    other = bullying.tasks.get(code=TaskCode.SANCTION)
    actions.finish_task(task=other, result="Decided.", by=cast.co_ordinator)
    with pytest.raises(NotNow, match="has ended"):
        pause(other, cast.co_ordinator)


def test_whoever_does_not_work_on_it_cannot_stop_its_clock(cast: Cast, bullying: Incident) -> None:
    task = bullying.tasks.get(code=TaskCode.PARENTS)
    with pytest.raises(PermissionDenied):
        pause(task, cast.teacher)
    assert sign_in(Client(), cast.technician).get(f"/tasks/{task.key}/pause/").status_code == 404


def test_the_page_asks_and_says_what_is_wrong(cast: Cast, bullying: Incident) -> None:
    client, task = sign_in(Client(), cast.co_ordinator), bullying.tasks.get(code=TaskCode.PARENTS)
    answer = client.post(f"/tasks/{task.key}/pause/", {"waits_for": "police", "reason": "Kept words"})
    assert answer.status_code == 422
    assert "Kept words" in answer.content.decode()
    day = timezone.localdate() + dt.timedelta(days=7)
    sent = {
        "waits_for": "police",
        "reason": "DC Hill rang.",
        "until_0": day.day,
        "until_1": day.month,
        "until_2": day.year,
    }
    assert client.post(f"/tasks/{task.key}/pause/", sent).status_code == 302
    police = advance(
        a_concern(cast, type=IncidentType.GROOMING, about=(), harmed="pupil"), Status.TRIAGED
    ).tasks.get(code="police")
    assert sign_in(Client(), cast.dsl).get(f"/tasks/{police.key}/pause/").status_code == 403


def test_what_is_kept_of_a_pause_cannot_be_rewritten(cast: Cast, bullying: Incident) -> None:
    kept = pause(bullying.tasks.get(code=TaskCode.PARENTS), cast.co_ordinator)
    with pytest.raises(DatabaseError, match="append-only|permission denied"), transaction.atomic():
        TaskPause.objects.filter(pk=kept.pk).update(reason="Something else")
    assert holder(bullying)
    assert bullying.tasks.get(code=TaskCode.PARENTS).state == TaskState.OPEN
