"""Tasks that other acts open and end: one clock for one thing."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from esafety.access.refusals import NotNow
from esafety.outbox.models import Message
from esafety.people.vocabulary import Role
from incidents.actions.tasks import end_by_act, finish_task, open_tasks
from incidents.models import Incident, Task
from incidents.policy.acts import ACTS
from incidents.policy.clocks import LEAD, Clock
from incidents.policy.routing import TaskCode, TaskRule
from incidents.vocabulary import IncidentType, Status, TaskState
from tests.builders import a_concern, advance
from tests.cast import Cast

CHASE = TaskRule("chase_answer", "Chase the answer", None, Clock.WORKING_DAY_1, True)
ASK_IT = TaskRule("ask_it", "Look at the log", Role.NETWORK_MANAGER, None)


def opened(cast: Cast, incident: Incident, *rules: TaskRule, **more) -> list[Task]:
    given = {"by": cast.dsl, "rule": "referral", "source": "D 4.2", **more}
    return open_tasks(incident=incident, rules=rules, **given)


def test_the_clock_of_an_act_starts_when_the_act_says(cast: Cast) -> None:
    incident = advance(a_concern(cast), Status.IN_PROGRESS)
    since = dt.datetime(2026, 12, 24, 9, tzinfo=dt.UTC)
    (task,) = opened(cast, incident, CHASE, since=since)
    assert task.due_at == dt.datetime(2026, 12, 29, 17, tzinfo=dt.UTC), (
        "Christmas and the Monday for Boxing Day"
    )
    assert task.warn_at == task.due_at - LEAD[Clock.WORKING_DAY_1]
    assert (task.rule, task.source, task.required) == ("referral", "D 4.2", True)


def test_what_is_asked_already_is_not_asked_twice_but_can_be_asked_again(cast: Cast) -> None:
    incident = advance(a_concern(cast), Status.IN_PROGRESS)
    (first,) = opened(cast, incident, CHASE)
    finish_task(task=first, result="They rang.", by=cast.co_ordinator)
    assert opened(cast, incident, CHASE) == []
    (second,) = opened(cast, incident, CHASE, again=True)
    assert (second.code, second.state) == ("chase_answer_2", TaskState.OPEN)


def test_whoever_is_given_one_is_told_and_no_one_else(cast: Cast) -> None:
    incident = advance(a_concern(cast), Status.IN_PROGRESS)
    before = set(Message.objects.values_list("pk", flat=True))
    opened(cast, incident, CHASE, ASK_IT)
    told = Message.objects.exclude(pk__in=before)
    assert [message.to_user for message in told] == [cast.technician]


def test_an_act_ends_every_open_task_of_its_kind_and_leaves_what_ended(cast: Cast) -> None:
    incident = advance(a_concern(cast), Status.IN_PROGRESS)
    (first,) = opened(cast, incident, CHASE)
    finish_task(task=first, result="They rang.", by=cast.co_ordinator)
    opened(cast, incident, CHASE, again=True)
    (other,) = opened(cast, incident, ASK_IT)
    with transaction.atomic():
        ended = end_by_act(
            incident=incident,
            codes=["chase_answer"],
            state=TaskState.DONE,
            result="Letter of today",
            by=cast.dsl,
        )
    assert [(task.code, task.result, task.ended_by) for task in ended] == [
        ("chase_answer_2", "Letter of today", cast.dsl)
    ]
    first.refresh_from_db()
    other.refresh_from_db()
    assert (first.result, other.state) == ("They rang.", TaskState.OPEN)


def test_no_act_sets_aside_the_police_of_what_they_must_hear_of(cast: Cast) -> None:
    incident = a_concern(cast, about=(), harmed="pupil", type=IncidentType.GROOMING)
    with pytest.raises(NotNow, match="The police must be told"):
        end_by_act(
            incident=incident, codes=["police"], state=TaskState.NOT_NEEDED, result="They know", by=cast.dsl
        )
    ended = end_by_act(
        incident=incident, codes=["police"], state=TaskState.DONE, result="Reference 0012", by=cast.dsl
    )
    assert [task.result for task in ended] == ["Reference 0012"]


def test_every_act_has_a_page_of_its_own_and_says_where_to_go() -> None:
    for code, act in ACTS.items():
        assert reverse(act.url_name, kwargs={"reference": "26-ABCD"})
        assert act.refusal.endswith("."), code


def test_every_clock_says_when_it_warns_and_none_warns_before_half_of_it(cast: Cast) -> None:
    assert set(LEAD) == set(Clock)
    incident = advance(a_concern(cast), Status.IN_PROGRESS)
    now = timezone.now()
    rules = [TaskRule(f"step{number:02}", str(clock), None, clock) for number, clock in enumerate(Clock)]
    for task in opened(cast, incident, *rules, since=now):
        assert now + (task.due_at - now) / 2 <= task.warn_at < task.due_at


def test_no_code_is_the_beginning_of_another() -> None:
    codes = [str(code) for code in TaskCode]
    clash = [(one, other) for one in codes for other in codes if one != other and other.startswith(one)]
    assert clash == []
