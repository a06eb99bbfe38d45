"""Triage."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from esafety.audit import record
from incidents.actions.guard import change, must_move
from incidents.actions.low_level import end_consideration, must_be_low_level
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

    A low-level concern is below the harm threshold: that ends the consideration of the LADO, with the reason.
    Raises NotNow, also for calling low-level what may meet the threshold; Stale. Source: domain/incident-record.md,
    part C; KCSIE, low-level concerns.
    """
    move = must_move(by, "triage", incident)
    if accepted_as is AcceptedAs.LOW_LEVEL:
        must_be_low_level(incident, [primary_type], harm_test=harm_test)
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
    if accepted_as is AcceptedAs.LOW_LEVEL:
        end_consideration(incident, reason, by)
    record(
        move.event, by=by, school=incident.school, about=incident, detail={"accepted_as": accepted_as.value}
    )
    return route(incident=incident, by=by)
