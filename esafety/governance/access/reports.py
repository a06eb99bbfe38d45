"""Who sees which report. Source: domain/governance.md; domain/people-and-roles.md (governors download reports)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from esafety.access.capabilities import Capability as C
from esafety.access.roles import may, schools_of
from esafety.governance.models import Report
from esafety.governance.vocabulary import WITH_GOVERNORS

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from esafety.people.models import User


def schools_where(user: User | AnonymousUser, *capabilities: C) -> list[int]:
    """The schools in which a post of the account carries any of the capabilities."""
    return [pk for pk in schools_of(user) if any(may(user, one, pk) for one in capabilities)]


class ReportPolicy:
    """The one policy for reports: governors see what was published, those who write and approve see drafts too."""

    model = Report

    def visible_to(self, user: User | AnonymousUser, records: QuerySet[Report]) -> QuerySet[Report]:
        """Published editions where the account reads reports; everything where it writes or approves them."""
        reads = Q(school__in=schools_where(user, C.READ_REPORTS), stage__in=WITH_GOVERNORS)
        return records.filter(reads | Q(school__in=schools_where(user, C.WRITE_REPORTS, C.APPROVE_REPORTS)))

    def allows(self, user: User | AnonymousUser, capability: C, record: Report) -> bool:
        """Reading what is visible; writing and approving by post. What the stage allows is the lifecycle's question."""
        if not self.visible_to(user, Report.objects.filter(pk=record.pk)).exists():
            return False
        known = capability in (C.READ_REPORTS, C.WRITE_REPORTS, C.APPROVE_REPORTS)
        return known and may(user, capability, record.school_id)


REPORTS = ReportPolicy()
