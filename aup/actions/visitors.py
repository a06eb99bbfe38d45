"""Visitors sign in at reception. Source: B, D 3.4 (visitors sign before access, on each visit or yearly)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from aup.actions.guard import must
from aup.actions.signing import OtherWords
from aup.links import new_secret
from aup.models import Edition, Reception, Signature, SignedCopy, Visit
from aup.tasks import make_copy
from aup.vocabulary import (
    RECEPTION_CLOSED,
    RECEPTION_OPENED,
    VISITOR_SIGNED_IN,
    VISITOR_SIGNED_OUT,
    Audience,
    Capacity,
    Route,
)
from esafety.access.capabilities import Capability as C
from esafety.access.refusals import NotNow
from esafety.audit import record
from esafety.outbox.bell import ring
from esafety.schooldays.calendar import LONDON

if TYPE_CHECKING:
    from aup.told import Origin
    from esafety.people.models import School, User

A_YEAR = dt.timedelta(days=364)
MOST_A_DAY = 500
"""More visitors than this in a day are nobody’s visitors: somebody plays with the tablet."""
OVER = "Today’s reception is closed. Ask at the desk."


@transaction.atomic
def open_reception(*, school: School, by: User) -> Reception:
    """Let visitors sign in at a tablet until the end of the day; one opened before ends.

    Raises PermissionDenied, and NotNow when there is nothing to sign.
    """
    must(by, C.KEEP_VISITORS, school)
    if Edition.objects.in_force(school, Audience.VISITOR) is None:
        raise NotNow("No agreement for visitors is in force, so nobody can sign one.")
    now = timezone.now()
    Reception.objects.open().filter(school=school).update(closed_at=now)
    tomorrow = timezone.localdate(now) + dt.timedelta(days=1)
    closes_at = dt.datetime.combine(tomorrow, dt.time(), LONDON)
    salt, key_id, token_hash = new_secret("reception")
    made = Reception.objects.create(
        school=school,
        opened_by=by,
        opened_at=now,
        closes_at=closes_at,
        salt=salt,
        key_id=key_id,
        token_hash=token_hash,
    )
    record(RECEPTION_OPENED, by=by, school=school, about=made)
    return made


@transaction.atomic
def close_reception(*, reception: Reception, by: User) -> Reception:
    """End the tablet’s day. Raises PermissionDenied, NotNow when it is over."""
    must(by, C.KEEP_VISITORS, reception.school)
    if not Reception.objects.open().filter(pk=reception.pk).update(closed_at=timezone.now()):
        raise NotNow("The tablet is closed already.")
    record(RECEPTION_CLOSED, by=by, school=reception.school, about=reception)
    reception.refresh_from_db()
    return reception


@transaction.atomic
def sign_visitor_in(
    *,
    reception: Reception,
    name: str,
    organisation: str,
    host: str,
    for_the_year: bool,
    seen: str,
    once: str,
    origin: Origin,
    by: None = None,
) -> Visit:
    """Enter a visitor who read the agreement and signed it, for today or for a year.

    The same form sent twice is one visit. Raises NotNow when the tablet is closed or too many came, OtherWords when
    the edition shown no longer holds.
    """
    school = reception.school
    if not Reception.objects.open().filter(pk=reception.pk).exists():
        raise NotNow(OVER)
    if before := Visit.objects.filter(once=once, school=school).first():
        return before
    if Visit.objects.filter(school=school, came_on=timezone.localdate()).count() >= MOST_A_DAY:
        raise NotNow("Too many visitors were entered today. Ask at the desk.")
    edition = Edition.objects.in_force(school, Audience.VISITOR)
    if edition is None or edition.fingerprint != seen:
        raise OtherWords(edition)
    signature = _sign(school, edition, name, origin)
    today = signature.signed_on
    visit = Visit.objects.create(
        school=school,
        name=name,
        organisation=organisation,
        host=host,
        came_at=signature.at,
        came_on=today,
        holds_until=today + A_YEAR if for_the_year else today,
        signature=signature,
        entered_by=reception.opened_by,
        once=once,
    )
    ring(make_copy, SignedCopy.objects.create(school=school, signature=signature).pk)
    record(VISITOR_SIGNED_IN, by=by, school=school, about=visit, detail={"year": for_the_year})
    return visit


def _sign(school: School, edition: Edition, name: str, origin: Origin) -> Signature:
    signature = Signature(
        school=school,
        typed_name=name,
        capacity=Capacity.SELF,
        audience=Audience.VISITOR,
        edition=edition,
        edition_fingerprint=edition.fingerprint,
        words=edition.declaration,
        at=timezone.now(),
        signed_on=timezone.localdate(),
        route=Route.RECEPTION,
        address=origin.address,
        browser=origin.browser[:300],
        entered_by=origin.entered_by,
    )
    signature.seal = signature.seal_now()
    signature.save(force_insert=True)
    return signature


@transaction.atomic
def welcome_back(*, visit: Visit, host: str, by: User) -> Visit:
    """Sign in again somebody who signed for the year: what they signed still holds.

    Raises PermissionDenied, NotNow when it no longer holds or they are here.
    """
    must(by, C.KEEP_VISITORS, visit.school)
    today = timezone.localdate()
    if not signature_holds(visit, today):
        raise NotNow("What this visitor signed no longer holds. They have to sign again at the tablet.")
    if Visit.objects.here().filter(school=visit.school, signature=visit.signature_id).exists():
        raise NotNow("This visitor is signed in already.")
    again = Visit.objects.create(
        school=visit.school,
        name=visit.name,
        organisation=visit.organisation,
        host=host,
        came_on=today,
        holds_until=visit.holds_until,
        signature=visit.signature,
        entered_by=by,
    )
    record(VISITOR_SIGNED_IN, by=by, school=visit.school, about=again, detail={"year": True})
    return again


def signature_holds(visit: Visit, day: dt.date) -> bool:
    """Whether what a visitor signed holds on a day: it has not run out, and no later edition asks for a new one."""
    signed = visit.signature
    later = Edition.objects.filter(
        school=visit.school_id,
        audience=Audience.VISITOR,
        number__gt=signed.edition.number,
        requires_new_signature=True,
        in_force_from__lte=day,
    )
    return visit.came_on <= day <= visit.holds_until and not later.exists()


@transaction.atomic
def sign_visitor_out(*, visit: Visit, by: User) -> Visit:
    """Enter that a visitor left. Raises PermissionDenied, NotNow when they are not here."""
    must(by, C.KEEP_VISITORS, visit.school)
    left = Visit.objects.here().filter(pk=visit.pk).update(left_at=timezone.now(), left_by=by)
    if not left:
        raise NotNow("This visitor is signed out already.")
    record(VISITOR_SIGNED_OUT, by=by, school=visit.school, about=visit)
    visit.refresh_from_db()
    return visit
