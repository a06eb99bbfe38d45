"""Who may not use a password, because their school's own accounts stand in its place.

Administrators keep theirs, with a second step: when the provider fails, somebody must still get in to turn
it off. An account with a post in another school besides keeps it for that school.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from esafety.access.roles import posts_ahead, posts_of
from esafety.people.models import Membership, School, User
from esafety.people.vocabulary import Role
from esafety.signin import second_factor
from esafety.signin.models import SignInProvider
from esafety.walls import every_school

KEEP_THEIRS: Final = frozenset({Role.SCHOOL_ADMIN, Role.TRUST_ADMIN})
"""Posts that manage a school and see no case."""


def password_is_off(user: User) -> bool:
    """Whether the account may not use a password: every school it has a post in has turned them off."""
    return _all_off(posts_of(user))


def needs_no_password(user: User, school: School) -> bool:
    """Whether somebody who takes up an account in a school will not be able to use a password."""
    return _all_off(posts_ahead(user.pk) | {(school.pk, Role.STAFF)})


def _all_off(posts: Collection[tuple[int, Role]]) -> bool:
    schools = {school for school, _ in posts}
    if not schools or KEEP_THEIRS & {role for _, role in posts}:
        return False
    with every_school("whether an account needs a password is asked of every school of its own"):
        replaced = SignInProvider.objects.filter(school__in=schools, replaces_password=True).count()
    return replaced == len(schools)


def missing_for_passwords_off(provider: SignInProvider) -> list[str]:
    """What has to be done before a school can turn passwords off, a sentence each; empty when it may."""
    missing = []
    if not provider.is_on:
        missing.append(f"Turn signing in with {provider} on.")
    if not provider.identities.filter(used_at__isnull=False).exists():
        missing.append(f"Let somebody sign in with {provider}, so that it is known to work.")
    if not any(map(_can_always_enter, _administrators(provider))):
        missing.append(
            "Let a school administrator set a password and a second step, as the way in if it fails."
        )
    return missing


def _administrators(provider: SignInProvider) -> list[User]:
    posts = Membership.objects.current().filter(school=provider.school_id, role__in=KEEP_THEIRS)
    return list(User.objects.filter(pk__in=posts.order_by().values("user")))


def _can_always_enter(user: User) -> bool:
    return user.has_usable_password() and (second_factor.has_one(user) or not second_factor.is_required(user))
