"""Which role may do what, asked of an account. What each role may do at all: `role_tables.py`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from esafety.access.capabilities import Capability as C
from esafety.access.role_tables import CAPABILITIES
from esafety.people.models import Membership
from esafety.people.vocabulary import Role
from esafety.walls import every_school

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from esafety.people.models import School, User
    from esafety.people.models.account import MembershipQuerySet

_NO_CASES = {Role.STAFF, Role.PARENT, Role.PUPIL, Role.VISITOR, Role.GOVERNOR, Role.SAFETY_GOVERNOR}
"""Roles that by themselves open no case and no account, and so need no second factor."""

ROLES_THAT_OPEN = frozenset(Role) - _NO_CASES
"""Roles that open cases or accounts: they need a second factor, and a second person before they are given."""

ROLES_THAT_HOLD = ROLES_THAT_OPEN | {role for role, held in CAPABILITIES.items() if held}
"""Roles that open anything of a school: cases, accounts, what is opened to their holder by name, their own reports."""

ROLES_THAT_HANDLE = frozenset(
    role for role, held in CAPABILITIES.items() if held & {C.TRIAGE, C.MANAGE_ACCOUNTS, C.CONFIRM_ACCOUNTS}
)
"""Roles whose holders act on cases or decide about accounts: ending one needs a second person too."""

WHOLE = "which posts an account holds is asked before it is known where"
_OPENED_BY_NAME: list[Callable[[User | AnonymousUser], bool]] = []


def holder(user_id: int) -> User | None:
    """The account with the posts it holds today, in one query; None for one that holds none or is closed."""
    with every_school(WHOLE):
        held = list(_held_by(user_id).select_related("user", "school"))
    if not held:
        return None
    user = held[0].user
    user._held = _Held.of(held)  # type: ignore[attr-defined]
    return user


def posts_of(user: User | AnonymousUser) -> frozenset[tuple[int, Role]]:
    """The (school id, role) pairs the account holds today; kept on the object for one request."""
    return _kept(user).posts


def roles_in(user: User | AnonymousUser, school_id: int) -> frozenset[Role]:
    """The roles the account holds today in one school."""
    return frozenset(role for school, role in posts_of(user) if school == school_id)


def posts_ahead(user_id: int) -> frozenset[tuple[int, Role]]:
    """The (school id, role) pairs an account holds today or will hold, in every school; asked anew each time."""
    with every_school(WHOLE):
        return frozenset(
            (school, Role(role))
            for school, role in Membership.objects.ahead()
            .filter(user_id=user_id)
            .order_by()
            .values_list("school_id", "role")
        )


def schools_of(user: User | AnonymousUser) -> Mapping[int, School]:
    """The schools in which the account holds any role today, by id."""
    return _kept(user).schools


class _Held(NamedTuple):
    posts: frozenset[tuple[int, Role]] = frozenset()
    schools: Mapping[int, School] = MappingProxyType({})

    @classmethod
    def of(cls, rows: Iterable[Membership]) -> _Held:
        rows = list(rows)
        return cls(
            frozenset((row.school_id, Role(row.role)) for row in rows),
            {row.school_id: row.school for row in rows},
        )


def _kept(user: User | AnonymousUser) -> _Held:
    if not user.is_authenticated or not user.is_active:
        return _Held()
    kept: _Held | None = getattr(user, "_held", None)
    if kept is None:
        with every_school(WHOLE):
            kept = _Held.of(_held_by(user.pk).select_related("school"))
        user._held = kept  # type: ignore[attr-defined]
    return kept


def _held_by(user_id: int) -> MembershipQuerySet:
    return Membership.objects.current().filter(user_id=user_id).order_by()


def may(user: User | AnonymousUser, capability: C, school: School | int | None) -> bool:
    """Whether a role held today in the school carries the capability. Says nothing of any one record."""
    if school is None:
        return False
    school_id = school if isinstance(school, int) else school.pk
    return any(capability in CAPABILITIES[role] for role in roles_in(user, school_id))


def sees_cases(user: User | AnonymousUser) -> bool:
    """Whether the account can open cases or manage accounts, by its roles or by name: it needs a second factor."""
    if any(role in ROLES_THAT_OPEN for _, role in posts_of(user)):
        return True
    if not posts_of(user):
        return False
    with every_school("whether anything is opened to an account by name, wherever; yes or no"):
        return any(opens(user) for opens in _OPENED_BY_NAME)


def opened_by_name(opens: Callable[[User | AnonymousUser], bool]) -> None:
    """Let a room say which accounts it has opened single records to (called from its `apps.py`)."""
    _OPENED_BY_NAME.append(opens)
