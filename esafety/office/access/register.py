"""Which entries about visitors may be seen and ended. Source: domain/README.md, row 31."""

from __future__ import annotations

from typing import TYPE_CHECKING

from esafety.access.capabilities import Capability
from esafety.access.roles import may, schools_of
from esafety.office.models import VisitorAccess

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from esafety.people.models import User


class Visitors:
    """The one policy for them: whoever sees the register sees them, whoever keeps visitors ends them."""

    model = VisitorAccess

    def visible_to(
        self, user: User | AnonymousUser, records: QuerySet[VisitorAccess]
    ) -> QuerySet[VisitorAccess]:
        """Entries of the schools whose register the account sees."""
        mine = [pk for pk in schools_of(user) if may(user, Capability.SEE_REGISTER, pk)]
        return records.filter(school__in=mine)

    def allows(self, user: User | AnonymousUser, capability: Capability, record: VisitorAccess) -> bool:
        """Seeing, and ending for those who enter them."""
        visible = self.visible_to(user, VisitorAccess.objects.filter(pk=record.pk)).exists()
        known = capability in (Capability.SEE_REGISTER, Capability.KEEP_VISITORS)
        return known and visible and may(user, capability, record.school_id)


VISITORS = Visitors()
