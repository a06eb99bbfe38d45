"""Which devices an account may lend, and whose loans it may list: those of the schools whose equipment it keeps.

Source: domain/README.md, row 34 (A, B, C 3.5.3).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef

from esafety.access.capabilities import Capability
from esafety.access.roles import may, schools_of
from esafety.office.models import Device, Loan
from esafety.people.models import Person

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from esafety.people.models import User


def _schools(user: User | AnonymousUser) -> list[int]:
    return [pk for pk in schools_of(user) if may(user, Capability.MANAGE_DEVICES, pk)]


class Devices:
    """The one policy for equipment."""

    model = Device

    def visible_to(self, user: User | AnonymousUser, records: QuerySet[Device]) -> QuerySet[Device]:
        """Devices of the schools whose equipment the account keeps."""
        return records.filter(school__in=_schools(user))

    def allows(self, user: User | AnonymousUser, capability: Capability, record: Device) -> bool:
        """Keeping the equipment is the only capability it asks for."""
        return capability is Capability.MANAGE_DEVICES and may(user, capability, record.school_id)


class Borrowers:
    """The one policy for the list of what one person has and had."""

    model = Person

    def visible_to(self, user: User | AnonymousUser, records: QuerySet[Person]) -> QuerySet[Person]:
        """People who have or had a device of these schools. Nobody else: this is no list of people."""
        return records.filter(Exists(Loan.objects.filter(person=OuterRef("pk"))), school__in=_schools(user))

    def allows(self, user: User | AnonymousUser, capability: Capability, record: Person) -> bool:
        """Keeping the equipment is the only capability it asks for."""
        visible = self.visible_to(user, Person.objects.filter(pk=record.pk))
        return capability is Capability.MANAGE_DEVICES and visible.exists()


DEVICES = Devices()
BORROWERS = Borrowers()
