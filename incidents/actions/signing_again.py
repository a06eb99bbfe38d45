"""Meet and sign again: what somebody agreed to no longer counts after what happened. Source: A 12."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from aup.actions import require_new_signature
from aup.vocabulary import ReSignReason
from esafety.access.capabilities import Capability
from incidents.actions.guard import must, must_be_open

if TYPE_CHECKING:
    from aup.models import SignAgain
    from esafety.people.models import User
    from incidents.models import Incident, Involvement


@transaction.atomic
def sign_again(*, incident: Incident, row: Involvement, by: User) -> SignAgain:
    """Let somebody who was involved sign again before they use the systems. Raises PermissionDenied, NotNow.

    Raises LookupError for a part of another incident, or of somebody who is not on the roll.
    """
    must(by, Capability.WORK, incident)
    must_be_open(incident)
    if row.incident_id != incident.pk or row.person is None:
        raise LookupError("Nobody of the roll has this part here")
    return require_new_signature(
        person=row.person,
        reason=ReSignReason.AFTER_INCIDENT,
        incident_reference=incident.reference,
        about=incident,
        by=by,
    )
