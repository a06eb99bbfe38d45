"""What every action on an edition asks first, and how a change is written so that two at once cannot lose one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied

from aup.lifecycle import MOVE, Move, why_not
from aup.models import Edition
from esafety.access.capabilities import Capability
from esafety.access.refusals import NotNow, Stale
from esafety.access.roles import may
from esafety.access.versions import write_seen

if TYPE_CHECKING:
    from esafety.people.models import School, User


def must(by: User, capability: Capability, school: School) -> None:
    """Raise PermissionDenied unless `by` holds the capability in the school."""
    if not may(by, capability, school):
        raise PermissionDenied


def must_move(by: User, name: str, edition: Edition) -> Move:
    """The named move, if it is open now. Raises NotNow with the reason otherwise."""
    move = MOVE[name]
    reason = why_not(move, fresh(edition), by)
    if reason is not None:
        raise NotNow(reason)
    return move


def write(edition: Edition, *, version: int, rises: bool = False, **columns: Any) -> Edition:
    """Write columns if the edition still has the state and the words that were seen; with `rises`, new words.

    Raises Stale otherwise, with the edition as it is now.
    """
    row = Edition.objects.filter(pk=edition.pk, status=edition.status)
    if rises:
        written = write_seen(row, version, **columns)
    else:
        written = bool(row.filter(version=version).update(**columns))
    now = fresh(edition)
    if not written:
        raise Stale(now)
    return now


def fresh(edition: Edition) -> Edition:
    """The edition as the database has it."""
    return Edition.objects.select_related("school", "drafted_by", "changed_by", "approved_by").get(
        pk=edition.pk
    )
