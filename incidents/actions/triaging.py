"""Triage."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from esafety.audit import record
from incidents.actions.guard import change, must_move
from incidents.actions.routing import route
from incidents.actions.tasks import end_first_look
from incidents.models import Decision, Incident
from incidents.policy.routing import EDITION
from incidents.tagging import note_types
from incidents.vocabulary import AcceptedAs, DecisionKind, IncidentType, RiskArea

if TYPE_CHECKING:
    from esafety.people.models import User


@transaction.atomic
def triage(
    *,
    incident: Incident,
    accepted_as: AcceptedAs,
    primary_type: IncidentType,
    risk_area: RiskArea,
    harm_test: bool,
    reason: str,
    version: int,
    by: User,
) -> Incident:
    """Decide what a new concern is; routing then reads the decision.

    Raises NotNow, Stale. Source: domain/incident-record.md, part C.
    """
    move = must_move(by, "triage", incident)
    incident = change(
        incident,
        version=version,
        status=move.target,
        accepted_as=accepted_as,
        primary_type=primary_type,
        risk_area=risk_area,
        harm_test=harm_test,
    )
    note_types(incident, [primary_type])
    Decision.objects.create(
        incident=incident,
        kind=DecisionKind.TRIAGE,
        words=accepted_as.label,
        reason=reason,
        by=by,
        edition=EDITION,
    )
    end_first_look(incident, by)
    record(
        move.event, by=by, school=incident.school, about=incident, detail={"accepted_as": accepted_as.value}
    )
    return route(incident=incident, by=by)
