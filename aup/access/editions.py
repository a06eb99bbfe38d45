"""Which editions and suggestions an account may see and work on.

Whoever reads agreements sees those that were ever in force; drafts are seen by whoever writes or approves.
Source: domain/people-and-roles.md, "Roles (per school)".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from aup.models import Edition, Suggestion
from esafety.access.capabilities import Capability as C
from esafety.access.role_tables import CAPABILITIES
from esafety.access.roles import may, schools_of
from esafety.people.models import Membership

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from esafety.people.models import User

_APPROVE = [role for role, held in CAPABILITIES.items() if C.APPROVE_AGREEMENTS in held]
WRITES = (C.MANAGE_AGREEMENTS, C.APPROVE_AGREEMENTS)


def schools_where(user: User | AnonymousUser, *capabilities: C) -> list[int]:
    """The schools in which the account holds any of the capabilities."""
    return [pk for pk in schools_of(user) if any(may(user, one, pk) for one in capabilities)]


class Editions:
    """The one policy for editions."""

    model = Edition

    def visible_to(self, user: User | AnonymousUser, records: QuerySet[Edition]) -> QuerySet[Edition]:
        """All of the schools one writes or approves for; elsewhere what was ever in force."""
        read = Q(school__in=schools_where(user, C.READ_AGREEMENTS), in_force_from__isnull=False)
        return records.filter(read | Q(school__in=schools_where(user, *WRITES)))

    def allows(self, user: User | AnonymousUser, capability: C, record: Edition) -> bool:
        """Reading, writing and approving, each asked by name."""
        visible = self.visible_to(user, Edition.objects.filter(pk=record.pk)).exists()
        return (
            capability in (C.READ_AGREEMENTS, *WRITES) and visible and may(user, capability, record.school_id)
        )


def approvers(edition: Edition) -> list[User]:
    """Who may approve this edition today: those with the post for it, but nobody who wrote its words."""
    posts = Membership.objects.current().filter(school=edition.school_id, user__is_active=True)
    users = {post.user for post in posts.filter(role__in=_APPROVE).select_related("user").order_by("pk")}
    wrote = (edition.drafted_by_id, edition.changed_by_id)
    return sorted((one for one in users if one.pk not in wrote), key=lambda one: one.pk)


class Suggestions:
    """The one policy for suggestions."""

    model = Suggestion

    def visible_to(self, user: User | AnonymousUser, records: QuerySet[Suggestion]) -> QuerySet[Suggestion]:
        """Those about the rules of the schools one writes for."""
        return records.filter(edition__school__in=schools_where(user, C.MANAGE_AGREEMENTS))

    def allows(self, user: User | AnonymousUser, capability: C, record: Suggestion) -> bool:
        """Whoever writes the agreements answers them."""
        return capability is C.MANAGE_AGREEMENTS and may(user, capability, record.edition.school_id)


EDITIONS = Editions()
SUGGESTIONS = Suggestions()
