"""Whose account somebody looks after, and which change to an account they may confirm.

Source: domain/people-and-roles.md, "Roles (per school)"; `policy/accounts.py`. Administrators look after accounts
and see no case; whoever confirms is never the one who asked nor the one it is about.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from esafety.access.capabilities import Capability as C
from esafety.access.roles import ROLES_THAT_HOLD, may, posts_ahead, roles_in, schools_of
from esafety.office.models import AccountChange
from esafety.office.policy.accounts import who_confirms
from esafety.office.vocabulary import ChangeKind
from esafety.people.models import Person, School, User
from esafety.people.queries import holders
from esafety.people.vocabulary import Role

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

SIGN_IN = (ChangeKind.RESET, ChangeKind.EMAIL)
"""Changes to how somebody signs in: they reach every school in which the account opens anything."""


def _schools(user: User | AnonymousUser, capability: C) -> list[int]:
    return [pk for pk in schools_of(user) if may(user, capability, pk)]


class AccountPolicy:
    """The one policy for accounts: the entries of people who have one, in the schools whose accounts one manages."""

    model = Person

    def visible_to(self, user: User | AnonymousUser, records: QuerySet[Person]) -> QuerySet[Person]:
        """People with an account, in those schools."""
        return records.filter(account__isnull=False, school__in=_schools(user, C.MANAGE_ACCOUNTS))

    def allows(self, user: User | AnonymousUser, capability: C, record: Person) -> bool:
        """Looking after the account is the only act."""
        visible = self.visible_to(user, Person.objects.filter(pk=record.pk))
        return capability is C.MANAGE_ACCOUNTS and visible.exists()


class ChangePolicy:
    """The one policy for changes to accounts: who manages them sees them, who confirms them decides."""

    model = AccountChange

    def visible_to(
        self, user: User | AnonymousUser, records: QuerySet[AccountChange]
    ) -> QuerySet[AccountChange]:
        """Those of the schools whose accounts one manages, and those one may confirm; never about oneself."""
        if not user.is_authenticated or not user.is_active:
            return records.none()
        managed = Q(school__in=_schools(user, C.MANAGE_ACCOUNTS))
        confirming = records.filter(school__in=_schools(user, C.CONFIRM_ACCOUNTS)).exclude(user=user.pk)
        mine = [change.pk for change in confirming.select_related("school") if self.confirms(user, change)]
        return records.filter(managed | Q(pk__in=mine)).exclude(user=user.pk)

    def allows(self, user: User | AnonymousUser, capability: C, record: AccountChange) -> bool:
        """Managers stop a change; whoever the table names confirms, declines or stops it."""
        if not user.is_authenticated or not user.is_active or record.user_id == user.pk:
            return False
        confirms = self.confirms(user, record)
        if capability is C.CONFIRM_ACCOUNTS:
            return confirms and record.asked_by_id != user.pk
        return capability is C.MANAGE_ACCOUNTS and (confirms or may(user, capability, record.school_id))

    def confirms(self, user: User | AnonymousUser, change: AccountChange) -> bool:
        """Whether the account holds a post that the table names, in every school that the change reaches."""
        return all(
            roles_in(user, school.pk) & set(confirming_posts(change, school)) for school in reach(change)
        )


ACCOUNTS = AccountPolicy()
CHANGES = ChangePolicy()


def reach(change: AccountChange) -> list[School]:
    """The schools a change reaches: its own, and for a change of sign-in every one in which the account opens anything.

    Whether a case was opened to it by name is not asked: the answer would tell that there is one.
    """
    if change.kind not in SIGN_IN:
        return [change.school]
    held = {school for school, role in posts_ahead(change.user_id) if role in ROLES_THAT_HOLD}
    elsewhere = School.objects.filter(pk__in=held - {change.school_id})
    return [change.school, *elsewhere]


def confirming_posts(change: AccountChange, school: School) -> tuple[Role, ...]:
    """The posts in a school any holder of which may confirm a change."""
    return who_confirms(_posts_at_stake(change, school), live=school.is_live, sign_in=change.kind in SIGN_IN)


def confirmers(change: AccountChange) -> list[User]:
    """Everybody who may confirm a change today."""
    found = {post.user for post in holders(change.school, confirming_posts(change, change.school))}
    return sorted(
        (user for user in found if CHANGES.allows(user, C.CONFIRM_ACCOUNTS, change)), key=lambda user: user.pk
    )


def _posts_at_stake(change: AccountChange, school: School) -> set[Role]:
    """What the account holds in a school now or later, and what it would be given."""
    roles = {role for held_in, role in posts_ahead(change.user_id) if held_in == school.pk}
    return roles | ({Role(change.role)} if change.role and school.pk == change.school_id else set())
