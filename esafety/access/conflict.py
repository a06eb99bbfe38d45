"""Conflict of interest, by person. It comes first and beats every role, superuser included.

Source: domain/people-and-roles.md, rule 2: a subject of a record, and (where recorded) their close
connections, can never see it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db.models import CharField, Value

from esafety.people.models import Connection, Guardianship, Person
from esafety.people.queries import folded
from esafety.walls import every_school

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from esafety.people.models import User


def conflicted_person_ids(user: User | AnonymousUser) -> frozenset[int]:
    """Ids of the persons whose records this account must never see: itself and those it is close to.

    Close means a declared connection, or parent and child.
    """
    return _circle(user).ids


def own_family_names(user: User | AnonymousUser) -> frozenset[str]:
    """The family names of the account's own persons, folded, for finding them in names typed in words."""
    return _circle(user).names


class _Circle(NamedTuple):
    ids: frozenset[int] = frozenset()
    names: frozenset[str] = frozenset()


def _circle(user: User | AnonymousUser) -> _Circle:
    """Kept on the object for one request."""
    if not user.is_authenticated:
        return _Circle()
    kept: _Circle | None = user.__dict__.get("_circle")
    if kept is None:
        kept = user.__dict__["_circle"] = _find(user.pk)
    return kept


def _find(user_id: int) -> _Circle:
    """One query: the account's own persons, then everybody on the other side of a connection or guardianship."""
    nobody = Value("", output_field=CharField())
    own = Person.objects.filter(account_id=user_id).order_by().values_list("pk", "family_name")
    close = [
        Person.objects.filter(account_id=user_id).order_by().values_list("pk", "known_as_family"),
        Connection.objects.filter(person__account=user_id).values_list("other_id", nobody),
        Connection.objects.filter(other__account=user_id).values_list("person_id", nobody),
        Guardianship.objects.filter(pupil__account=user_id).values_list("guardian_id", nobody),
        Guardianship.objects.filter(guardian__account=user_id).values_list("pupil_id", nobody),
    ]
    with every_school("a conflict of interest is by person, wherever that person is known"):
        rows = list(own.union(*close))
    return _Circle(frozenset(pk for pk, _ in rows), frozenset(folded(name) for _, name in rows if name))
