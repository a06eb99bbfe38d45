"""Who reads and who approves reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from esafety.access.capabilities import Capability as C
from esafety.access.roles import CAPABILITIES
from esafety.people.models import Membership, User
from esafety.people.vocabulary import Role

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from esafety.governance.models import Report
    from esafety.people.models import School


def _holding(school: School, capability: C) -> QuerySet[User]:
    roles = [role for role in Role if capability in CAPABILITIES[role]]
    posts = Membership.objects.current().filter(school=school, role__in=roles)
    return User.objects.filter(pk__in=posts.values("user")).order_by("pk")


def readers(school: School) -> list[User]:
    """Everybody who reads the school's reports."""
    return list(_holding(school, C.READ_REPORTS))


def approvers(report: Report) -> list[User]:
    """Everybody who may approve the report: holders of the right post who wrote nothing of it."""
    writers = {report.drafted_by_id, *report.comments.values_list("written_by", flat=True)}
    return list(_holding(report.school, C.APPROVE_REPORTS).exclude(pk__in=writers))
