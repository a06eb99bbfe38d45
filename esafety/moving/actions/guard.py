"""What every act on a file asks first, and how it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied

from esafety.access.capabilities import Capability
from esafety.access.refusals import NotNow
from esafety.access.versions import write_seen
from esafety.moving.access import TRANSFERS
from esafety.moving.models import Transfer

if TYPE_CHECKING:
    from esafety.people.models import User

OVERTAKEN = (
    "Somebody has changed this file since you opened the page. Look at it again, then press once more."
)
OVER = "This file is finished: it was received or stopped."


def must(by: User, transfer: Transfer) -> None:
    """Raise PermissionDenied unless the account sends this file, NotNow once it is received or stopped."""
    if not TRANSFERS.allows(by, Capability.MOVE_FILES, transfer):
        raise PermissionDenied
    if not Transfer.objects.standing().filter(pk=transfer.pk).exists():
        raise NotNow(OVER)


def change(transfer: Transfer, version: int, **columns: Any) -> Transfer:
    """Write columns if nobody has since. Raises NotNow."""
    if not write_seen(Transfer.objects.standing().filter(pk=transfer.pk), version, **columns):
        raise NotNow(OVERTAKEN)
    return Transfer.objects.select_related("school", "pupil", "contact").get(pk=transfer.pk)
