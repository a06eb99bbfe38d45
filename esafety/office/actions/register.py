"""The register of access: visitors let in and ended, the register of a day as a document."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from esafety.access.capabilities import Capability
from esafety.access.refusals import NotNow
from esafety.access.roles import may
from esafety.audit import record
from esafety.office.models import RegisterDay, VisitorAccess
from esafety.office.papers import REGISTER
from esafety.office.vocabulary import VISITOR_ENDED, VISITOR_LET_IN, VisitorUse
from esafety.papers.actions import want
from esafety.papers.models import Paper
from esafety.people.models import School, User


@transaction.atomic
def let_visitor_in(
    *,
    school: School,
    name: str,
    organisation: str,
    uses: Mapping[VisitorUse, str],
    from_date: dt.date,
    until: dt.date,
    permitted_by: User,
    agreed_on: dt.date | None,
    agreement_note: str,
    by: User,
) -> list[VisitorAccess]:
    """Enter what a visitor may use, one row for each thing: `uses` says which one, where there are several.

    Raises PermissionDenied, LookupError when whoever permits it holds no post in the school, IntegrityError for a
    last day before the first. Source: B, community users; D 3.4.
    """
    if not may(by, Capability.KEEP_VISITORS, school):
        raise PermissionDenied
    if not permitted_by.memberships.current().filter(school=school).exists():
        raise LookupError(f"{permitted_by} holds no post in {school}")
    entries = [
        VisitorAccess.objects.create(
            school=school,
            name=name,
            organisation=organisation,
            use=use,
            which=which,
            from_date=from_date,
            until=until,
            permitted_by=permitted_by,
            agreed_on=agreed_on,
            agreement_note=agreement_note,
            entered_by=by,
        )
        for use, which in uses.items()
    ]
    detail = {"uses": [use.value for use in uses]}
    record(VISITOR_LET_IN, by=by, school=school, about=entries[0], detail=detail)
    return entries


@transaction.atomic
def end_visitor_access(*, entry: VisitorAccess, by: User) -> VisitorAccess:
    """End what a visitor may use, now. Raises NotNow when it is over."""
    now = timezone.now()
    standing = VisitorAccess.objects.on(timezone.localdate(now)).filter(pk=entry.pk)
    ahead = VisitorAccess.objects.filter(pk=entry.pk, ended_at=None, from_date__gt=timezone.localdate(now))
    if not (standing | ahead).update(ended_at=now, ended_by=by):
        raise NotNow("That is over already. Nothing was changed.")
    record(VISITOR_ENDED, by=by, school=entry.school, about=entry, detail={"use": entry.use})
    entry.refresh_from_db()
    return entry


@transaction.atomic
def want_register(*, school: School, day: dt.date, by: User) -> Paper:
    """Ask for the register of a day as a document. The document's own entry says so. Raises PermissionDenied."""
    asked = RegisterDay.objects.create(school=school, day=day, asked_by=by)
    return want(REGISTER, about=asked, by=by)
