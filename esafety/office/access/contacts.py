"""Which contacts outside an account may correct: those in use by the schools whose directory it keeps.

Source: domain/people-and-roles.md ("External contacts (a directory per school, not accounts)").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from esafety.access.capabilities import Capability
from esafety.access.roles import may, schools_of
from esafety.people.models import ExternalContact

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from esafety.people.models import User


class Contacts:
    """The one policy for the directory's entries."""

    model = ExternalContact

    def visible_to(
        self, user: User | AnonymousUser, records: QuerySet[ExternalContact]
    ) -> QuerySet[ExternalContact]:
        """Entries in use of the schools whose contacts the account keeps."""
        keeps = [pk for pk in schools_of(user) if may(user, Capability.MANAGE_CONTACTS, pk)]
        return records.filter(school__in=keeps, retired_on__isnull=True)

    def allows(self, user: User | AnonymousUser, capability: Capability, record: ExternalContact) -> bool:
        """Keeping the contacts is the only capability it asks for; a retired one is left as it is."""
        keeps = capability is Capability.MANAGE_CONTACTS and may(user, capability, record.school_id)
        return keeps and record.retired_on is None


CONTACTS = Contacts()
