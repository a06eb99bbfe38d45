"""A site that an incident showed is asked to be blocked, of the room that decides what is filtered."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db import transaction

from esafety.access.capabilities import Capability
from esafety.access.refusals import NotNow
from esafety.audit import record
from filtering.actions.blocks import block_for_incident
from incidents.actions.guard import must, must_be_open
from incidents.actions.tasks import end_by_act
from incidents.policy.ended_beside import BY_BLOCK
from incidents.policy.types import NEVER_PASSED_ON
from incidents.vocabulary import BLOCK_ASKED, TaskState

if TYPE_CHECKING:
    from esafety.people.models import User
    from filtering.models import FilteringRequest
    from incidents.models import Incident, WebAddress

MAY_BE_ILLEGAL = (
    "In an incident of this kind a web address may be illegal to open, so it is passed on to nobody in the school. "
    "Report it to the police, and a public page to the Internet Watch Foundation."
)
NONE_RECORDED = "No web address is recorded. Correct the account and write the address down first."


def why_not_block(incident: Incident) -> str:
    """Why no address of this incident can be asked to be blocked; empty when one can."""
    if incident.tags.filter(type__in=NEVER_PASSED_ON).exists():
        return MAY_BE_ILLEGAL
    return "" if incident.web_addresses.exists() else NONE_RECORDED


@transaction.atomic
def ask_to_block(
    *, incident: Incident, addresses: Collection[WebAddress], by: User
) -> list[FilteringRequest]:
    """Ask that recorded addresses be blocked; it ends the step. The other room is told them and the reference only.

    Raises NotNow for a closed incident, for a kind whose addresses are passed on to nobody, and for an address that
    cannot be blocked; LookupError for an address of another incident; PermissionDenied. Source: C 4.2, D 2.42.
    """
    must(by, Capability.WORK, incident)
    must_be_open(incident)
    if any(one.incident_id != incident.pk for one in addresses):
        raise LookupError("This address is not recorded here")
    if reason := why_not_block(incident):
        raise NotNow(reason)
    asked = block_for_incident(
        school=incident.school,
        addresses=[one.text for one in addresses],
        incident_reference=incident.reference,
        by=by,
    )
    result = f"Asked to have it blocked: {', '.join(one.reference for one in asked)}"
    end_by_act(incident=incident, codes=BY_BLOCK, state=TaskState.DONE, result=result, by=by)
    record(BLOCK_ASKED, by=by, school=incident.school, about=incident, detail={"count": len(addresses)})
    return asked
