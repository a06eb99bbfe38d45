"""Closing, setting aside, reopening."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from esafety.access.refusals import NotNow
from esafety.audit import record
from esafety.papers.actions import close_link
from esafety.papers.models import DocumentLink
from esafety.schooldays.queries import calendar_of
from incidents.actions.guard import change, must_move
from incidents.actions.opening import Asked, another, row_for
from incidents.actions.tasks import end_open_tasks, leave_optional_steps, open_tasks, owes_police
from incidents.lists.search import index
from incidents.models import Decision, Incident
from incidents.notices import ENDED
from incidents.policy.copies import owes_copy
from incidents.policy.routing import COPY_TASK, EDITION, LEARNT
from incidents.record.lacks import lacks
from incidents.telling import tell_reporter
from incidents.vocabulary import DecisionKind, LearningArea

if TYPE_CHECKING:
    from esafety.people.models import User
    from incidents.vocabulary import ChildAction, Finding, StaffAction


@transaction.atomic
def close(
    *,
    incident: Incident,
    outcome: str,
    reason: str,
    learning_area: LearningArea,
    learning: str,
    actions_staff: list[StaffAction],
    actions_child: list[ChildAction],
    specific_action: str,
    version: int,
    by: User,
    finding: Finding | None = None,
) -> Incident:
    """Close an incident with its outcome, reasons and learning.

    Raises NotNow, naming what is lacking, while a required task is open; Stale.
    Source: domain/procedures.md, closing rules; domain/incident-record.md, part B.
    """
    move = must_move(by, "close", incident)
    incident = change(
        incident,
        version=version,
        status=move.target,
        outcome=outcome,
        finding=finding or incident.finding,
        learning_area=learning_area,
        learning=learning,
        actions_staff=[action.value for action in actions_staff],
        actions_child=[action.value for action in actions_child],
        specific_action=specific_action,
        closed_at=timezone.now(),
    )
    if missing := lacks(incident):
        raise NotNow("The record still lacks: " + "; ".join(missing) + ".")
    _decided(incident, DecisionKind.CLOSE, outcome, reason, by)
    leave_optional_steps(incident, by, reason)
    index(incident)
    _owe_copy(incident)
    _learn(incident, learning_area, by)
    tell_reporter(ENDED, incident, key=f"v{incident.version}")
    record(move.event, by=by, school=incident.school, about=incident)
    return incident


@transaction.atomic
def set_aside(*, incident: Incident, reason: str, version: int, by: User) -> Incident:
    """Decide that a concern is not an incident. It stays, closed, with the reason.

    Raises NotNow, also while the police must be told of what it is typed as (E N.B.); Stale.
    """
    move = must_move(by, "set-aside", incident)
    if owes_police(incident):
        raise NotNow(
            "The police must be told of this kind of incident. Record the report first, or correct the "
            "type if it is wrong."
        )
    incident = change(
        incident, version=version, status=move.target, outcome="Not an incident", closed_at=timezone.now()
    )
    _decided(incident, DecisionKind.TRIAGE, "Not an incident", reason, by)
    end_open_tasks(incident, by, "Not an incident")
    tell_reporter(ENDED, incident, key=f"v{incident.version}")
    record(move.event, by=by, school=incident.school, about=incident)
    return incident


@transaction.atomic
def reopen(*, incident: Incident, reason: str, version: int, by: User) -> Incident:
    """Open a closed incident again; its outcome stays until it is closed anew, copies sent open no more.

    Raises NotNow, Stale.
    """
    move = must_move(by, "reopen", incident)
    incident = change(incident, version=version, status=move.target)
    _decided(incident, DecisionKind.REOPEN, "Reopened", reason, by)
    for link in DocumentLink.objects.about(incident):
        if link.is_alive:
            close_link(link, by=by, reason="The incident was reopened")
    record(move.event, by=by, school=incident.school, about=incident)
    return incident


def _decided(incident: Incident, kind: DecisionKind, words: str, reason: str, by: User) -> None:
    Decision.objects.create(incident=incident, kind=kind, words=words, reason=reason, by=by, edition=EDITION)


def _learn(incident: Incident, area: LearningArea, by: User) -> None:
    """Ask whoever keeps the filter, the policy or the teaching to change it; they see the task and no story."""
    rules = [LEARNT[area]] if area in LEARNT else []
    open_tasks(incident=incident, rules=rules, by=by, rule="learning", source="C 4.1, E N.B.", again=True)


def _owe_copy(incident: Incident) -> None:
    """Open the task to send the authority's officer a copy, where the school's setting asks for one."""
    copies = incident.tasks.filter(code__startswith=COPY_TASK.code)
    if not owes_copy(incident) or copies.open().exists():
        return
    asked = Asked(COPY_TASK, "closed", "C 4.1, C App. 4", EDITION)
    code, calendar = another(COPY_TASK.code, incident), calendar_of(incident.school)
    row_for(incident, asked, timezone.now(), calendar, code=code).save(force_insert=True)
