"""Whom a message of this room goes to: whoever is there of those who decide, carry out, or asked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from esafety.outbox.owing import Promise, owe_all
from esafety.people.queries import contact, holders_and_absence
from esafety.people.vocabulary import ContactKind, Role

if TYPE_CHECKING:
    from esafety.outbox.notices import Notice
    from esafety.people.models import ExternalContact, School, User

DECIDERS = (Role.CO_ORDINATOR, Role.DSL, Role.DEPUTY_DSL, Role.HEAD)
"""Who decides on filtering, the first that is there first (C 2.2.3; the others stand in)."""
RUNNERS = (Role.NETWORK_MANAGER, Role.CO_ORDINATOR)


def first_of(school: School, roles: Iterable[Role], *, but: Iterable[int] = ()) -> list[User]:
    """Everybody of the first of these roles that somebody present holds; somebody away if nobody else is there."""
    out, order = set(but), list(roles)
    found = [one for one in holders_and_absence(school, order, at=timezone.now()) if one.user.pk not in out]
    for here in (False, True):
        for role in order:
            if users := [one.user for one in found if one.role == role and one.away is here]:
                return list(dict.fromkeys(users))
    return []


def deciders(school: School, *, but: Iterable[int] = ()) -> list[User]:
    """Who is told that a decision waits."""
    return first_of(school, DECIDERS, but=but)


def runners(school: School) -> list[User]:
    """Who is told that something is to be carried out."""
    return first_of(school, RUNNERS)


def provider(school: School) -> ExternalContact | None:
    """The filtering provider's help desk, if it can be written to."""
    found = contact(school, ContactKind.FILTERING)
    return found if found is not None and found.email else None


def tell(
    notice: Notice,
    about: Any,
    people: Iterable[User | ExternalContact | None],
    *,
    key: str = "",
    school: School | None = None,
) -> None:
    """Promise a notice to each of these, once; `school` where the record does not name its own."""
    owe_all([Promise(notice, about, one, key, school) for one in dict.fromkeys(people) if one is not None])
