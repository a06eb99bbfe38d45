"""Taking up, waiting, resuming."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from esafety.audit import record
from incidents.actions.guard import change, must_move
from incidents.actions.tasks import end_first_look
from incidents.models import Decision, Incident
from incidents.policy.routing import EDITION
from incidents.vocabulary import DecisionKind

if TYPE_CHECKING:
    from esafety.people.models import User


@transaction.atomic
def take_up(*, incident: Incident, version: int, by: User) -> Incident:
    """Start work on a triaged incident; whoever takes it up is assigned unless somebody is. Raises NotNow, Stale."""
    move = must_move(by, "take-up", incident)
    assigned = incident.assigned_to_id or by.pk
    incident = change(incident, version=version, status=move.target, assigned_to_id=assigned)
    end_first_look(incident, by)
    record(move.event, by=by, school=incident.school, about=incident)
    return incident


@transaction.atomic
def await_outside(*, incident: Incident, reason: str, version: int, by: User) -> Incident:
    """Wait for somebody outside to decide; the reason says for whom. Raises NotNow, Stale."""
    return _step("await", "Awaiting an outside decision", incident, reason, version, by)


@transaction.atomic
def resume(*, incident: Incident, reason: str, version: int, by: User) -> Incident:
    """Go on after the outside decision; the reason says what it was. Raises NotNow, Stale."""
    return _step("resume", "Work resumed", incident, reason, version, by)


def _step(name: str, words: str, incident: Incident, reason: str, version: int, by: User) -> Incident:
    move = must_move(by, name, incident)
    incident = change(incident, version=version, status=move.target)
    Decision.objects.create(
        incident=incident, kind=DecisionKind.OTHER, words=words, reason=reason, by=by, edition=EDITION
    )
    record(move.event, by=by, school=incident.school, about=incident)
    return incident
