"""Who may confirm a provider, and which ties between accounts and identities may be seen and undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from esafety.access.capabilities import Capability
from esafety.access.roles import may, schools_of
from esafety.signin.models import SignInIdentity, SignInProvider

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from esafety.people.models import User


def may_confirm_provider(user: User | AnonymousUser, provider: SignInProvider) -> bool:
    """Whether the account is the second person: one that may confirm accounts and did not enter the provider."""
    return user.pk != provider.entered_by_id and may(user, Capability.CONFIRM_ACCOUNTS, provider.school_id)


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
