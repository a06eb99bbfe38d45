"""Assigning and escalating."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from esafety.access.capabilities import Capability
from esafety.access.roles import may
from esafety.audit import record
from esafety.outbox.owing import owe
from esafety.people.vocabulary import Role
from incidents.access import is_in_conflict
from incidents.actions.guard import change, must
from incidents.actions.routing import route
from incidents.facts import facts_of, free_roles
from incidents.models import Decision, Incident
from incidents.notices import ASSIGNED
from incidents.policy.routing import EDITION, ownership
from incidents.refusals import NotNow
from incidents.vocabulary import ASSIGNED as ASSIGNED_EVENT
from incidents.vocabulary import ESCALATED, AcceptedAs, DecisionKind

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


def next_in_line(incident: Incident) -> Role | None:
    """The role an incident would be escalated to: the next in its line that somebody free holds."""
    row = ownership(facts_of(incident)._replace(accepted_as=_raised(incident)))
    line = list(row.line)
    after = line[line.index(Role(incident.owner_role)) + 1 :] if incident.owner_role in line else line
    free = free_roles(incident, after)
    return next((role for role in after if role in free), None)


@transaction.atomic
def escalate(*, incident: Incident, reason: str, version: int, by: User) -> Incident:
    """Hand an incident up its line; an online-safety matter becomes a safeguarding matter by it.

    Who may see it changes with its lane. Raises NotNow at the end of the line; Stale.
    """
    must(by, Capability.SHARE, incident)
    upward = next_in_line(incident)
    if upward is None:
        raise NotNow(
            "Nobody further up the line is free to take this. Ring the authority's officer or the LADO."
        )
    incident = change(
        incident,
        version=version,
        accepted_as=_raised(incident) or "",
        passed_over=[*incident.passed_over, incident.owner_role],
    )
    Decision.objects.create(
        incident=incident,
        kind=DecisionKind.OTHER,
        words=f"Escalated to: {upward.label}",
        reason=reason,
        by=by,
        edition=EDITION,
    )
    record(ESCALATED, by=by, school=incident.school, about=incident, detail={"owner": upward.value})
    return route(incident=incident, by=by)


def _raised(incident: Incident) -> AcceptedAs | None:
    """What the incident counts as once escalated: online safety becomes safeguarding."""
    if incident.accepted_as in {"", AcceptedAs.ONLINE_SAFETY}:
        return AcceptedAs.SAFEGUARDING
    return AcceptedAs(incident.accepted_as)
