"""Recording a decision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from esafety.access.capabilities import Capability
from esafety.audit import record
from incidents.actions.guard import must
from incidents.actions.tasks import end_by_act
from incidents.models import Decision, Incident
from incidents.policy.ended_beside import BY_DECISION, DECIDED_BESIDE
from incidents.policy.routing import EDITION
from incidents.vocabulary import DECIDED, DecisionKind, TaskState

if TYPE_CHECKING:
    from esafety.people.models import User


@transaction.atomic
def decide(*, incident: Incident, kind: DecisionKind, words: str, reason: str, by: User) -> Decision:
    """Record what was decided and why; a decision not to act is one too (KCSIE). Raises PermissionDenied.

    A step that asks just that ends with it.
    """
    must(by, Capability.WORK, incident)
    decision = Decision.objects.create(
        incident=incident, kind=kind, words=words, reason=reason, by=by, edition=EDITION
    )
    if codes := BY_DECISION.get(kind):
        end_by_act(incident=incident, codes=codes, state=TaskState.DONE, result=DECIDED_BESIDE, by=by)
    record(DECIDED, by=by, school=incident.school, about=incident, detail={"kind": kind.value})
    return decision
