"""Which posts and absences an account may order or end: those of the schools whose duty it sets.

Source: domain/people-and-roles.md; domain/routing.md, "Notifications" (on duty, absence).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from esafety.access.capabilities import Capability
from esafety.access.roles import may, schools_of
from esafety.people.models import Absence, Membership
from esafety.people.vocabulary import Role

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from esafety.people.models import User

DUTY_LINES = (Role.DSL, Role.DEPUTY_DSL, Role.CO_ORDINATOR, Role.HEAD)
"""The posts whose holders take turns in being told first."""


def _schools(user: User | AnonymousUser) -> list[int]:
    return [pk for pk in schools_of(user) if may(user, Capability.SET_DUTY, pk)]


class PostsOnDuty:
    """The one policy for the order of duty."""

    model = Membership

    def visible_to(self, user: User | AnonymousUser, records: QuerySet[Membership]) -> QuerySet[Membership]:
        """Posts of the duty lines held today in the schools whose duty the account sets."""
        current = Membership.objects.current().filter(role__in=DUTY_LINES, school__in=_schools(user))
        return records.filter(pk__in=current.order_by().values("pk"))

    def allows(self, user: User | AnonymousUser, capability: Capability, record: Membership) -> bool:
        """Ordering is the only act."""
        visible = self.visible_to(user, Membership.objects.filter(pk=record.pk))
        return capability is Capability.SET_DUTY and visible.exists()


class Absences:
    """The one policy for absences."""

    model = Absence

    def visible_to(self, user: User | AnonymousUser, records: QuerySet[Absence]) -> QuerySet[Absence]:
        """Absences of everybody with a post in the schools whose duty the account sets."""
        current = Membership.objects.current().filter(school__in=_schools(user))
        return records.filter(user__in=current.order_by().values("user"))

    def allows(self, user: User | AnonymousUser, capability: Capability, record: Absence) -> bool:
        """Ending is the only act."""
        visible = self.visible_to(user, Absence.objects.filter(pk=record.pk))
        return capability is Capability.SET_DUTY and visible.exists()


POSTS_ON_DUTY = PostsOnDuty()
ABSENCES = Absences()
