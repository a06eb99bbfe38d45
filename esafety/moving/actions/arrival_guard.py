"""What every act on a file from another school asks first, and how it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied

from esafety.access.capabilities import Capability
from esafety.access.refusals import NotNow
from esafety.access.versions import write_seen
from esafety.moving.access import ARRIVALS
from esafety.moving.actions.guard import OVERTAKEN
from esafety.moving.models import Arrival
from esafety.moving.vocabulary import ArrivalState

if TYPE_CHECKING:
    from esafety.people.models import User

JOINED = ("school", "pupil", "came_as__file", "record", "came_by", "opened_by", "taken_in_by")


def must_be(by: User, arrival: Arrival, *states: ArrivalState) -> None:
    """Raise PermissionDenied unless the account sees this file, NotNow unless it stands in one of these states."""
    if not ARRIVALS.allows(by, Capability.RECEIVE_FILES, arrival):
        raise PermissionDenied
    if not Arrival.objects.filter(pk=arrival.pk, state__in=states).exists():
        raise NotNow("This file does not stand where it did when you opened the page. Look at it again.")


def change_arrival(arrival: Arrival, version: int, **columns: Any) -> Arrival:
    """Write columns if nobody has since. Raises NotNow."""
    if not write_seen(Arrival.objects.filter(pk=arrival.pk), version, **columns):
        raise NotNow(OVERTAKEN)
    changed: Arrival = Arrival.objects.select_related(*JOINED).get(pk=arrival.pk)
    return changed
