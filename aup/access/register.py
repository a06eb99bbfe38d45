"""Whose signatures an account may look up, and which visits it keeps.

Source: domain/people-and-roles.md; C 2.2.4 (network manager), A 10 (photographs), B and D 3.4 (visitors).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aup.access.editions import schools_where
from aup.models import Reception, Visit
from esafety.access.capabilities import Capability as C
from esafety.access.roles import may
from esafety.people.models import Person
from esafety.people.vocabulary import PersonKind

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from esafety.people.models import User

SIGN = (PersonKind.PUPIL, PersonKind.STAFF, PersonKind.GOVERNOR, PersonKind.PARENT)


class Signers:
    """The one policy for the page about what one person signed and allows."""

    model = Person

    def visible_to(self, user: User | AnonymousUser, records: QuerySet[Person]) -> QuerySet[Person]:
        """Everybody who signs, of the schools whose register the account sees."""
        return records.filter(school__in=schools_where(user, C.SEE_AGREEMENT_REGISTER), kind__in=SIGN)

    def allows(self, user: User | AnonymousUser, capability: C, record: Person) -> bool:
        """Looking up; asking for a new signature for whoever runs the agreements."""
        visible = self.visible_to(user, Person.objects.filter(pk=record.pk)).exists()
        known = capability in (C.SEE_AGREEMENT_REGISTER, C.MANAGE_AGREEMENTS)
        return known and visible and may(user, capability, record.school_id)


class Visits:
    """The one policy for visits."""

    model = Visit

    def visible_to(self, user: User | AnonymousUser, records: QuerySet[Visit]) -> QuerySet[Visit]:
        """Those of the schools whose visitors the account keeps."""
        return records.filter(school__in=schools_where(user, C.KEEP_VISITORS))

    def allows(self, user: User | AnonymousUser, capability: C, record: Visit) -> bool:
        """Keeping visitors is the only capability it asks for."""
        return capability is C.KEEP_VISITORS and may(user, capability, record.school_id)


class Receptions:
    """The one policy for tablets at reception."""

    model = Reception

    def visible_to(self, user: User | AnonymousUser, records: QuerySet[Reception]) -> QuerySet[Reception]:
        """Those of the schools whose visitors the account keeps."""
        return records.filter(school__in=schools_where(user, C.KEEP_VISITORS))

    def allows(self, user: User | AnonymousUser, capability: C, record: Reception) -> bool:
        """Keeping visitors is the only capability it asks for."""
        return capability is C.KEEP_VISITORS and may(user, capability, record.school_id)


SIGNERS = Signers()
VISITS = Visits()
RECEPTIONS = Receptions()
