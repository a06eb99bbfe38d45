"""Having a site blocked that an incident showed, and what became of it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse

from esafety.access.asking import ask, sent
from esafety.access.capabilities import Capability as C
from esafety.access.doors import record_door
from esafety.access.requests import SignedIn
from filtering.queries.requests import what_became
from incidents import actions
from incidents.access import INCIDENTS
from incidents.actions.blocking import why_not_block
from incidents.actions.guard import CLOSED_ALREADY
from incidents.addresses import defanged
from incidents.forms.blocks import BlockForm
from incidents.models import Incident
from incidents.policy.ended_beside import BY_BLOCK
from incidents.vocabulary import VIEWED


@record_door(INCIDENTS, C.WORK, seen=VIEWED, joined=("school",))
def block(request: SignedIn, incident: Incident) -> HttpResponse:
    """Ask to have recorded addresses blocked; below it where each stands that was asked for."""
    form = BlockForm(sent(request), incident=incident)

    def act(given: dict[str, Any]) -> str:
        actions.ask_to_block(incident=incident, addresses=list(given["addresses"]), by=request.user)
        return "Asked. Whoever decides on filtering is told the address and the reference, nothing else."

    became = what_became(incident.school, incident.reference)
    return ask(
        request,
        form,
        act,
        title="Have a site blocked",
        submit="Ask to have it blocked",
        back_url=incident.get_absolute_url(),
        template="incidents/block.html",
        caption=incident.reference,
        why_not=why_not_block(incident) if incident.is_open else CLOSED_ALREADY,
        became=[(defanged(one.address), one) for one in became],
        step=incident.tasks.open().asking(*BY_BLOCK).first(),
    )
