"""Recording a decision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from esafety.access.capabilities import Capability
from esafety.audit import record
from incidents.actions.guard import must
from incidents.models import Decision, Incident
from incidents.policy.routing import EDITION
from incidents.vocabulary import DECIDED, DecisionKind

if TYPE_CHECKING:
    from esafety.people.models import User


@transaction.atomic
def decide(*, incident: Incident, kind: DecisionKind, words: str, reason: str, by: User) -> Decision:
    """Record what was decided and why; a decision not to act is one too (KCSIE). Raises PermissionDenied."""
    must(by, Capability.WORK, incident)
    decision = Decision.objects.create(
        incident=incident, kind=kind, words=words, reason=reason, by=by, edition=EDITION
    )
    record(DECIDED, by=by, school=incident.school, about=incident, detail={"kind": kind.value})
    return decision
