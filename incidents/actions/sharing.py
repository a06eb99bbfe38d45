"""Sharing an incident with one colleague."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from esafety.access.capabilities import Capability
from esafety.access.grants import end_invitation, invite
from esafety.access.refusals import NotNow
from esafety.access.roles import may
from esafety.outbox.owing import owe
from incidents.access import is_in_conflict
from incidents.actions.guard import must
from incidents.models import Incident, IncidentInvitation
from incidents.notices import SHARED

if TYPE_CHECKING:
    from esafety.people.models import User


@transaction.atomic
def share(
    *, incident: Incident, user: User, reason: str, until: dt.datetime | None, by: User
) -> IncidentInvitation:
    """Open the incident to one colleague until a moment (None: until ended).

    Raises NotNow for somebody who may see no incidents here or has a conflict of interest (one sentence
    for both, so that nothing is learnt).
    """
    must(by, Capability.SHARE, incident)
    if not may(user, Capability.SEE_INCIDENTS, incident.school) or is_in_conflict(user, incident):
        raise NotNow("This incident cannot be shared with this colleague.")
    invitation = invite(
        table=IncidentInvitation, record=incident, user=user, by=by, reason=reason, until=until
    )
    owe(SHARED, about=incident, to=user, key=f"{invitation.pk}-{invitation.given_at.isoformat()}")
    return invitation


@transaction.atomic
def stop_sharing(*, invitation: IncidentInvitation, by: User) -> None:
    """End an invitation now. Raises PermissionDenied."""
    incident = invitation.content_object
    must(by, Capability.SHARE, incident)
    end_invitation(invitation=invitation, by=by)
