"""What every action asks first, and how a change is written so that two people at once cannot lose one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied

from esafety.access.capabilities import Capability
from esafety.access.refusals import NotNow, Stale
from esafety.access.versions import write_seen
from incidents.access import INCIDENTS
from incidents.lifecycle import MOVE, Move, why_not
from incidents.models import Incident

if TYPE_CHECKING:
    from esafety.people.models import User


def hold(*keys: int) -> None:
    """Let nobody else act on these incidents until the transaction ends. Several are held in one order by everybody.

    Every act on an incident holds it first and the school's trail last, so no two acts ever wait for each other.
    """
    held = Incident.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=keys)
    list(held.order_by("pk").values_list("pk"))


def must(by: User, capability: Capability, incident: Incident) -> None:
    """Hold the incident; raise PermissionDenied unless the policy allows `by` this with it now."""
    hold(incident.pk)
    if not INCIDENTS.allows(by, capability, fresh(incident)):
        raise PermissionDenied


CLOSED_ALREADY = "This incident is closed. Reopen it first."


def must_be_open(incident: Incident) -> None:
    """Raise NotNow for an incident that is closed: what was decided then is not changed behind it."""
    if not fresh(incident).is_open:
        raise NotNow(CLOSED_ALREADY)


def must_move(by: User, name: str, incident: Incident) -> Move:
    """The named move, if it is open now. Raises NotNow with the reason otherwise."""
    move = MOVE[name]
    reason = why_not(move, fresh(incident), by)
    if reason is not None:
        raise NotNow(reason)
    return move


def change(incident: Incident, *, version: int, **columns: Any) -> Incident:
    """Write columns if nobody changed the incident since `version`; its version rises.

    Raises Stale otherwise, with the incident as it is now.
    """
    written = write_seen(Incident.objects.filter(pk=incident.pk), version, **columns)
    now = fresh(incident)
    if not written:
        raise Stale(now)
    return now


def fresh(incident: Incident) -> Incident:
    """The incident as the database has it, with no answer of the policy kept from before."""
    return Incident.objects.select_related("school", "reported_by", "assigned_to").get(pk=incident.pk)
