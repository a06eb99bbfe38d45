"""A school confirms how long it keeps a kind of record. Source: domain/records.md (every row is a school setting)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from esafety.access.refusals import NotNow
from esafety.audit import record
from esafety.keeping.actions.guard import lock, must_keep
from esafety.keeping.models import Period
from esafety.keeping.policy.schedule import RULE
from esafety.keeping.vocabulary import PERIOD_SET, RecordKind

if TYPE_CHECKING:
    from esafety.people.models import School, User


@transaction.atomic
def confirm_period(*, school: School, kind: RecordKind, years: int, by: User) -> Period:
    """Set or confirm one period. What hangs on it is worked out anew by the nightly round.

    Raises NotNow outside the bounds of its row; PermissionDenied.
    """
    must_keep(by, school)
    lock(school)
    rule = RULE[kind]
    if not rule.is_a_setting:
        raise NotNow("This is no period that a school chooses.")
    if not rule.least <= years <= rule.most:
        raise NotNow(f"Choose from {rule.least} to {rule.most} years: {rule.source}.")
    told = {"years": years, "confirmed_by": by, "confirmed_at": timezone.now()}
    period, _ = Period.objects.update_or_create(school=school, kind=kind, defaults=told)
    record(PERIOD_SET, by=by, school=school, about=period, detail={"kind": kind.value, "years": years})
    return period
