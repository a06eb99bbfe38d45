"""Whose people somebody looks after, and which imports they see: those of the schools whose roll they keep.

Source: domain/people-and-roles.md, "Roles (per school)": administrators manage people and see no case.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from esafety.access.capabilities import Capability
from esafety.access.roles import may, schools_of
from esafety.office.models import RollImport
from esafety.office.roll.undoing import withdrawn
from esafety.people.models import Person

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from esafety.people.models import User


def _schools(user: User | AnonymousUser) -> list[int]:
    return [pk for pk in schools_of(user) if may(user, Capability.MANAGE_ROLL, pk)]


class RollPolicy:
    """The one policy for the entries of people: not those whom an undone import had added."""

    model = Person

    def visible_to(self, user: User | AnonymousUser, records: QuerySet[Person]) -> QuerySet[Person]:
        """Everybody of those schools, leavers too."""
        return records.filter(school__in=_schools(user)).filter(~withdrawn())

    def allows(self, user: User | AnonymousUser, capability: Capability, record: Person) -> bool:
        """Keeping the roll is the only act."""
        visible = self.visible_to(user, Person.objects.filter(pk=record.pk))
        return capability is Capability.MANAGE_ROLL and visible.exists()


class ImportPolicy:
    """The one policy for imports."""

    model = RollImport

    def visible_to(self, user: User | AnonymousUser, records: QuerySet[RollImport]) -> QuerySet[RollImport]:
        """Those of those schools, whoever began them."""
        return records.filter(school__in=_schools(user))

    def allows(self, user: User | AnonymousUser, capability: Capability, record: RollImport) -> bool:
        """Keeping the roll is the only act."""
        visible = self.visible_to(user, RollImport.objects.filter(pk=record.pk))
        return capability is Capability.MANAGE_ROLL and visible.exists()


ROLL = RollPolicy()
IMPORTS = ImportPolicy()
