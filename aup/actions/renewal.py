"""Signing again: when the year's round begins, and when somebody has to at once. Source: domain/agreements.md; A 12."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction

from aup.actions.guard import must
from aup.models import SignAgain, YearlyRound
from aup.policy.validity import Round
from aup.vocabulary import ROUND_SET, SIGN_AGAIN_DEMANDED, ReSignReason
from esafety.access.capabilities import Capability as C
from esafety.access.roles import may
from esafety.audit import record

if TYPE_CHECKING:
    from django.db.models import Model

    from esafety.people.models import Person, School, User


@transaction.atomic
def require_new_signature(
    *,
    person: Person,
    reason: ReSignReason,
    by: User,
    incident_reference: str = "",
    about: Model | None = None,
) -> SignAgain:
    """End what somebody signed, at once: they meet the school and sign again before they use its systems.

    For a child it ends the parent's signature too. `about` is the record whose trail says so, where it is not the
    demand itself. Raises PermissionDenied. Source: A 12.
    """
    school = person.school
    if not (may(by, C.MANAGE_AGREEMENTS, school) or may(by, C.WORK, school)):
        raise PermissionDenied
    demand = SignAgain.objects.create(
        person=person, school=school, reason=reason, incident_reference=incident_reference, demanded_by=by
    )
    record(SIGN_AGAIN_DEMANDED, by=by, school=school, about=about or demand)
    return demand


@transaction.atomic
def set_yearly_round(*, school: School, round_: Round, by: User) -> YearlyRound:
    """Set when the yearly round begins and how long older signatures count then. Raises PermissionDenied."""
    must(by, C.MANAGE_AGREEMENTS, school)
    row, _ = YearlyRound.objects.update_or_create(school=school, defaults=round_._asdict())
    detail = {"begins": f"{round_.day:02}.{round_.month:02}.", "days": round_.days_to_sign}
    record(ROUND_SET, by=by, school=school, about=row, detail=detail)
    return row
