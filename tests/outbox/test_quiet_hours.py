"""In a school's quiet hours what may wait is kept, and what is urgent goes out at once."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from esafety.outbox import owing
from esafety.outbox.models import Message
from esafety.outbox.notices import declared_notices
from esafety.outbox.queries import messages_about
from esafety.outbox.relay import drain
from esafety.outbox.vocabulary import Step
from esafety.people.models import School
from incidents import actions
from incidents.actions.guard import fresh
from incidents.told import Account
from incidents.vocabulary import IncidentType, Status
from tests.builders import a_concern, advance, holder
from tests.cast import Cast, sign_in

WAITING = {
    "incident.new_item",
    "incident.informed",
    "incident.assigned",
    "incident.shared",
    "incident.received",
    "incident.answered",
    "incident.ended",
    "incident.letter",
    "incident.task_given",
    "incident.task_due_soon",
    "incident.many",
    "alert.waiting",
    "office.calendar_missing",
    "office.contacts_stale",
    "agreement.invited",
    "agreement.reminded",
    "agreement.to_approve",
    "filtering.to_decide",
    "filtering.second_needed",
    "filtering.decided",
    "filtering.to_carry_out",
    "filtering.carried_out",
    "filtering.ending",
    "filtering.ended",
    "filtering.to_review",
    "filtering.check_missed",
    "filtering.year_to_sign",
    "governance.digest",
    "governance.policies_to_read",
    "governance.report_ready",
    "governance.report_to_approve",
    "keeping.to_approve",
    "keeping.to_lift",
    "subject_access.came",
    "subject_access.due",
}
"""What may wait at all, and only for a calm matter. A new kind of message never waits until it stands here."""


@pytest.fixture
def night(cast: Cast) -> Cast:
    """Quiet hours that have begun a moment ago and last another hour."""
    now = timezone.localtime()
    hours = {
        "quiet_from": (now - dt.timedelta(minutes=1)).time(),
        "quiet_until": (now + dt.timedelta(hours=1)).time(),
    }
    School.objects.filter(pk=cast.school.pk).update(**hours)
    return cast


def sent() -> set[str]:
    drain()
    return set(Message.objects.filter(state="done").values_list("notice", flat=True))


def test_only_these_messages_can_wait() -> None:
    assert {notice.code for notice in declared_notices().values() if notice.may_wait} == WAITING


def test_a_calm_concern_is_told_when_the_quiet_hours_are_over(night: Cast, monkeypatch: Any) -> None:
    incident = a_concern(night, about="pupil")
    assert sent() == set()
    assert mail.outbox == []
    assert {found.step for found in messages_about(incident)} == {Step.WAITING}
    words = messages_about(incident)[0].sentence
    assert "when the quiet hours are over" in words
    Message.objects.update(due_at=timezone.now())
    assert sent() == {"incident.new_item", "incident.received"}


@pytest.mark.parametrize(
    "told",
    [
        {"about": "pupil", "type": IncidentType.GROOMING},
        {"about": "pupil", "danger": True},
        {"about": "teacher"},
        {"about": "head"},
    ],
)
def test_what_is_urgent_never_waits(night: Cast, told: dict[str, Any]) -> None:
    a_concern(night, **told)
    assert not Message.objects.waiting().exists()
    assert sent() & {"incident.new_item", "incident.urgent"}


def test_a_concern_that_turns_dangerous_lets_nothing_wait_any_longer(night: Cast) -> None:
    """Even where the owner stays the same, and would not be told again."""
    night.co_ordinator.memberships.update(until=dt.date(2021, 1, 1))
    incident = a_concern(night, about="pupil")
    assert Message.objects.waiting().about(incident).count() == 2
    by = holder(incident)
    account = Account.of(incident.statements.get(edition=1))
    worse = account.__class__(**{**account.__dict__, "danger": True})
    actions.correct_account(
        incident=incident, account=worse, reason="It is worse", version=fresh(incident).version, by=by
    )
    assert not Message.objects.waiting().exists()
    drain()
    assert Message.objects.get(notice="incident.new_item", to_user=night.dsl).sent_at


def test_passing_on_never_waits(night: Cast) -> None:
    incident = a_concern(night, about="pupil")
    actions.run_out_clocks(now=timezone.now() + dt.timedelta(days=30))
    waiting = Message.objects.waiting().about(fresh(incident))
    assert "incident.escalated" not in set(waiting.values_list("notice", flat=True))
    assert "incident.escalated" in sent()


def test_a_message_that_waits_is_not_shown_as_undelivered(night: Cast) -> None:
    a_concern(night, about="pupil")
    long_ago = timezone.now() - dt.timedelta(hours=9)
    Message.objects.update(created_at=long_ago)
    client = sign_in(Client(), night.dsl)
    assert "your report was received" not in client.get("/outbox/").content.decode()
    assert not Message.objects.filter(pk__in=_undelivered(night)).exists()
    Message.objects.update(due_at=timezone.now() - dt.timedelta(minutes=16))
    assert len(_undelivered(night)) == 2


def _undelivered(cast: Cast) -> list[int]:
    from esafety.outbox.access import UNDELIVERED

    return list(UNDELIVERED.visible_to(cast.dsl, Message.objects.all()).values_list("pk", flat=True))


def test_outside_quiet_hours_nothing_waits(cast: Cast) -> None:
    incident = a_concern(cast, about="pupil")
    assert not Message.objects.waiting().exists()
    advance(incident, Status.TRIAGED)
    assert sent() >= {"incident.new_item", "incident.received"}


def test_the_bell_is_not_rung_for_what_waits(night: Cast, monkeypatch: Any) -> None:
    rung: list[int] = []
    monkeypatch.setattr(owing.bell, "ring", lambda task, pk: rung.append(pk))
    a_concern(night, about="pupil")
    assert rung == []
