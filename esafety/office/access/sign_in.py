"""Which ties between accounts and their identities at a provider may be seen and undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from esafety.access.capabilities import Capability
from esafety.access.roles import may, schools_of
from esafety.signin.models import SignInIdentity

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from esafety.people.models import User


class SignInTies:
    """The one policy for them: whoever manages a school sees those of its provider."""

    model = SignInIdentity

    def visible_to(
        self, user: User | AnonymousUser, records: QuerySet[SignInIdentity]
    ) -> QuerySet[SignInIdentity]:
        """Ties of the provider of each school the account manages."""
        mine = [pk for pk in schools_of(user) if may(user, Capability.MANAGE_SCHOOL, pk)]
        return records.filter(provider__school__in=mine)

    def allows(self, user: User | AnonymousUser, capability: Capability, record: SignInIdentity) -> bool:
        """Undoing is the only act."""
        visible = self.visible_to(user, SignInIdentity.objects.filter(pk=record.pk))
        return capability is Capability.MANAGE_SCHOOL and visible.exists()


SIGN_IN_TIES = SignInTies()
