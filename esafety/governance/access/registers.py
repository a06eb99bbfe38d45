"""Who sees and keeps the registers. Whoever reads reports reads them; whoever keeps them changes them.

Source: domain/governance.md, "Registers"; B governors (the online safety governor reviews the logs).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from esafety.access.capabilities import Capability as C
from esafety.access.roles import may
from esafety.governance.access.reports import schools_where
from esafety.governance.models import Course, Meeting, Point, Policy, PolicyEdition, Risk
from esafety.governance.queries.training import TAUGHT
from esafety.people.models import Person

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db import models
    from django.db.models import QuerySet

    from esafety.people.models import User


class RegisterPolicy:
    """One policy object for each kind of row that has a school."""

    def __init__(self, model: type[models.Model]) -> None:
        """Take the kind of row."""
        self.model: Any = model

    def visible_to(self, user: User | AnonymousUser, records: QuerySet[Any]) -> QuerySet[Any]:
        """Rows of the schools whose registers the account reads or keeps."""
        return records.filter(school__in=schools_where(user, C.READ_REGISTERS, C.KEEP_REGISTERS))

    def allows(self, user: User | AnonymousUser, capability: C, record: Any) -> bool:
        """Reading and keeping, by post."""
        known = capability in (C.READ_REGISTERS, C.KEEP_REGISTERS)
        return known and may(user, capability, record.school_id)


class PoliciesToRead:
    """The one policy for editions: everybody who must know the school's policies opens every edition."""

    model = PolicyEdition

    def visible_to(
        self, user: User | AnonymousUser, records: QuerySet[PolicyEdition]
    ) -> QuerySet[PolicyEdition]:
        """Editions of the schools in which the account reads policies."""
        return records.filter(policy__school__in=schools_where(user, C.READ_POLICIES))

    def allows(self, user: User | AnonymousUser, capability: C, record: PolicyEdition) -> bool:
        """Reading is the only thing there is to do with an edition."""
        return capability is C.READ_POLICIES and may(user, capability, record.policy.school_id)


class Newcomers:
    """The one policy for inductions: staff and governors of the schools whose registers the account keeps."""

    model = Person

    def visible_to(self, user: User | AnonymousUser, records: QuerySet[Person]) -> QuerySet[Person]:
        """Colleagues and governors, never a pupil or a parent."""
        return records.filter(
            school__in=schools_where(user, C.KEEP_REGISTERS), kind__in=TAUGHT, left_on__isnull=True
        )

    def allows(self, user: User | AnonymousUser, capability: C, record: Person) -> bool:
        """Keeping the register is the only capability it asks for."""
        return (
            capability is C.KEEP_REGISTERS
            and self.visible_to(user, Person.objects.filter(pk=record.pk)).exists()
        )


POLICIES_KEPT = RegisterPolicy(Policy)
RISKS = RegisterPolicy(Risk)
MEETINGS = RegisterPolicy(Meeting)
ACTION_POINTS = RegisterPolicy(Point)
COURSES = RegisterPolicy(Course)
NEWCOMERS = Newcomers()
POLICIES_TO_READ = PoliciesToRead()
