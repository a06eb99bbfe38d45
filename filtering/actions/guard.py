"""What every action asks first, and how a change is written so that two people at once cannot lose one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied

from esafety.access.capabilities import Capability
from esafety.access.refusals import NotNow, Stale
from esafety.access.roles import may
from esafety.access.versions import write_seen
from filtering.lifecycle import MOVE, Move, why_not
from filtering.models import FilteringRequest

if TYPE_CHECKING:
    from esafety.people.models import School, User


def must(by: User, school: School | int, *capabilities: Capability) -> None:
    """Raise PermissionDenied unless a post of `by` in the school carries one of these."""
    if not any(may(by, one, school) for one in capabilities):
        raise PermissionDenied


def must_move(by: User, name: str, asked: FilteringRequest) -> Move:
    """The named move, if it is open now. Raises NotNow with the reason otherwise."""
    move = MOVE[name]
    reason = why_not(move, fresh(asked), by)
    if reason is not None:
        raise NotNow(reason)
    return move


def change(asked: FilteringRequest, *, version: int, **columns: Any) -> FilteringRequest:
    """Write columns if nobody changed the request since `version`; its version rises.

    Raises Stale otherwise, with the request as it is now.
    """
    written = write_seen(FilteringRequest.objects.filter(pk=asked.pk), version, **columns)
    now = fresh(asked)
    if not written:
        raise Stale(now)
    return now


def fresh(asked: FilteringRequest) -> FilteringRequest:
    """The request as the database has it."""
    joined = FilteringRequest.objects.select_related("school", "asked_by", "sent_to", "renews__school")
    return joined.prefetch_related("addresses").get(pk=asked.pk)
