"""What every action of this room asks first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied

from esafety.access.refusals import NotNow, Stale
from esafety.access.roles import may
from esafety.access.versions import write_seen
from esafety.keeping.access import DISPOSALS, HOLDS, KEEP, keeps
from esafety.keeping.models import Disposal, Hold, Record
from esafety.people.models import School

if TYPE_CHECKING:
    from esafety.people.models import User


def must_keep(by: User, school: School) -> None:
    """Raise PermissionDenied unless `by` keeps the school's records."""
    if not may(by, KEEP, school):
        raise PermissionDenied


def must_see(by: User, record: Record | Hold | Disposal) -> None:
    """Raise PermissionDenied unless `by` sees the record and keeps records there; NotNow when it is gone."""
    if isinstance(record, Hold):
        allowed = HOLDS.allows(by, KEEP, record)
    elif isinstance(record, Disposal):
        allowed = DISPOSALS.allows(by, KEEP, record)
    else:
        now = type(record)._default_manager.filter(pk=record.pk).first()
        if now is None:
            raise NotNow("This record was disposed of meanwhile.")
        allowed = keeps(by, now)
    if not allowed:
        raise PermissionDenied


def lock(school: School | int) -> None:
    """Let nobody else lay a hold, review or dispose in this school until the transaction ends."""
    key = school if isinstance(school, int) else school.pk
    School.objects.select_for_update(of=("self",), no_key=True).get(pk=key)


def change(disposal: Disposal, *, version: int, **columns: Any) -> Disposal:
    """Write columns if nobody changed the disposal since `version`; its version rises. Raises Stale otherwise."""
    written = write_seen(Disposal.objects.filter(pk=disposal.pk), version, **columns)
    now = Disposal.objects.select_related("school").get(pk=disposal.pk)
    if not written:
        raise Stale(now)
    return now
