"""Assigning and escalating."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from esafety.access.capabilities import Capability
from esafety.access.refusals import NotNow
from esafety.access.roles import may
from esafety.audit import record
from esafety.outbox.owing import owe
from esafety.people.vocabulary import Role
from incidents.access import is_in_conflict
from incidents.actions.guard import change, must
from incidents.actions.routing import route
from incidents.facts import facts_of, raised, upward
from incidents.models import Decision, Incident
from incidents.notices import ASSIGNED
from incidents.policy.routing import EDITION, ownership
from incidents.vocabulary import ASSIGNED as ASSIGNED_EVENT
from incidents.vocabulary import ESCALATED, DecisionKind

if TYPE_CHECKING:
    from esafety.people.models import User


@transaction.atomic
def assign(*, incident: Incident, to: User, version: int, by: User) -> Incident:
    """Make a colleague the one who works on it; they can open it from now on.

    Raises NotNow for somebody whose post opens no incident or who has a conflict of interest (the words are the
    same, so that nothing is learnt); Stale.
    """
    must(by, Capability.SHARE, incident)
    if not may(to, Capability.SEE_INCIDENTS, incident.school) or is_in_conflict(to, incident):
        raise NotNow("This colleague cannot be given this incident.")
    incident = change(incident, version=version, assigned_to_id=to.pk)
    if to.pk != by.pk:
        owe(ASSIGNED, about=incident, to=to, key=f"v{incident.version}")
    record(ASSIGNED_EVENT, by=by, school=incident.school, about=incident, detail={"account": to.pk})
    return incident


@transaction.atomic
def escalate(*, incident: Incident, to: Role, reason: str, version: int, by: User) -> Incident:
    """Hand an incident up its line; an online-safety matter becomes a safeguarding matter by it.

    Who may see it changes with its lane, and whoever worked on it does so no longer. Raises NotNow for
    a role that is not further up or that nobody free holds; Stale.
    """
    must(by, Capability.SHARE, incident)
    if to not in upward(incident):
        raise NotNow(
            "Nobody free holds that post further up the line. Ring the authority's officer or the LADO."
        )
    row = ownership(facts_of(incident)._replace(accepted_as=raised(incident)))
    below = [role.value for role in row.line[: row.line.index(to)]]
    incident = change(
        incident,
        version=version,
        accepted_as=raised(incident) or "",
        passed_over=list(dict.fromkeys([*incident.passed_over, incident.owner_role, *below])),
        assigned_to=None,
    )
    Decision.objects.create(
        incident=incident,
        kind=DecisionKind.ESCALATE,
        words=f"Handed up to: {to.label}",
        reason=reason,
        by=by,
        edition=EDITION,
    )
    record(ESCALATED, by=by, school=incident.school, about=incident, detail={"owner": to.value})
    return route(incident=incident, by=by)
