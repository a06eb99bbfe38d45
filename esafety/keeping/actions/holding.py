"""Laying a hold, and lifting it by two. Source: reference/security.md 7, "Holds that stop any purge"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from esafety.access.refusals import NotNow
from esafety.audit import record as enter
from esafety.keeping.access import HOLDS, KEEP, keepers
from esafety.keeping.actions.guard import lock, must_keep, must_see
from esafety.keeping.models import Hold, Record
from esafety.keeping.models.subject import columns_of
from esafety.keeping.notices import TO_LIFT
from esafety.keeping.vocabulary import (
    HOLD_LAID,
    HOLD_LIFTED,
    LAID,
    LIFT_ASKED,
    LIFT_REFUSED,
    SCHOOL_HELD,
    HoldKind,
)
from esafety.outbox.owing import Promise, owe_all

if TYPE_CHECKING:
    from esafety.people.models import School, User

GONE = "This hold was lifted already."
NOBODY = "Nobody else in the school could agree: nobody else who keeps records may see this hold."
BY_ANOTHER = "Somebody else must agree: whoever asked for a hold to be lifted does not lift it."


@transaction.atomic
def lay_hold(*, school: School, record: Record | None, kind: HoldKind, reason: str, by: User) -> Hold:
    """Hold one record, or every record of the school. Raises NotNow for what is found and not laid; PermissionDenied.

    From its commit on nothing it covers is disposed of, a disposal that was approved before included.
    """
    if kind not in LAID:
        raise NotNow("This hold is found by the product. It cannot be laid.")
    lock(school)
    if record is None:
        must_keep(by, school)
    else:
        must_see(by, record)
    what = SCHOOL_HELD if record is None else HOLD_LAID
    told = {"kind": kind, "reason": reason, "laid_by": by}
    hold = Hold.objects.create(school=school, **(columns_of(record) if record else {}), **told)
    enter(what, by=by, school=school, about=record, detail={"kind": kind.value})
    return hold


@transaction.atomic
def ask_to_lift(*, hold: Hold, reason: str, by: User) -> Hold:
    """Ask for a hold to be lifted; those who could agree are told. Raises NotNow when it was lifted or is asked for
    already, and when nobody else could agree."""
    must_see(by, hold)
    told = [user for user in keepers(hold.school) if user.pk != by.pk and HOLDS.allows(user, KEEP, hold)]
    if not told:
        raise NotNow(NOBODY)
    now = timezone.now()
    asked = Hold.objects.standing().filter(pk=hold.pk, lift_asked_by=None)
    if not asked.update(lift_asked_by=by, lift_asked_at=now, lift_reason=reason):
        raise NotNow("Somebody asked already, or it was lifted.")
    hold = Hold.objects.get(pk=hold.pk)
    owe_all(Promise(TO_LIFT, hold, user, f"{now:%Y-%m-%dT%H:%M:%S}") for user in told)
    enter(LIFT_ASKED, by=by, school=hold.school, about=hold.record, detail={"kind": hold.kind})
    return hold


@transaction.atomic
def confirm_lift(*, hold: Hold, by: User) -> Hold:
    """Lift a hold that somebody else asked to lift. Raises NotNow by the same person, or when nobody asks."""
    must_see(by, hold)
    lock(hold.school_id)
    now = Hold.objects.get(pk=hold.pk)
    if now.lifted_at or now.lift_asked_by_id is None:
        raise NotNow(GONE if now.lifted_at else "Nobody asks for this hold to be lifted any more.")
    if now.lift_asked_by_id == by.pk:
        raise NotNow(BY_ANOTHER)
    Hold.objects.filter(pk=now.pk).update(lifted_by=by, lifted_at=timezone.now())
    enter(HOLD_LIFTED, by=by, school=hold.school, about=hold.record, detail={"kind": hold.kind})
    return Hold.objects.get(pk=hold.pk)


@transaction.atomic
def leave_hold(*, hold: Hold, by: User) -> Hold:
    """Leave a hold in place that somebody asked to lift; who asked may take it back. Raises NotNow when nobody asks."""
    must_see(by, hold)
    asked = Hold.objects.standing().filter(pk=hold.pk, lift_asked_by__isnull=False)
    if not asked.update(lift_asked_by=None, lift_asked_at=None, lift_reason=""):
        raise NotNow("Nobody asks for this hold to be lifted any more.")
    enter(LIFT_REFUSED, by=by, school=hold.school, about=hold.record, detail={"kind": hold.kind})
    return Hold.objects.get(pk=hold.pk)
