"""Conflict of interest, by person. It comes first and beats every role, superuser included.

Source: domain/people-and-roles.md, rule 2: a subject of a record, and (where recorded) their close
connections, can never see it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from esafety.people.models import Connection, Guardianship, Person

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from esafety.people.models import User


def conflicted_person_ids(user: User | AnonymousUser) -> frozenset[int]:
    """Ids of the persons whose records this account must never see: itself and those it is close to.

    Close means a declared connection, or parent and child. Kept on the object for one request.
    """
    if not user.is_authenticated:
        return frozenset()
    kept: frozenset[int] | None = user.__dict__.get("_conflicted")
    if kept is None:
        kept = _find(user.pk)
        user.__dict__["_conflicted"] = kept
    return kept


def _find(user_id: int) -> frozenset[int]:
    """One query: the account's own persons, then everybody on the other side of a connection or guardianship."""
    own = Person.objects.filter(account_id=user_id).order_by().values_list("pk")
    close = [
        Connection.objects.filter(person__account=user_id).values_list("other_id"),
        Connection.objects.filter(other__account=user_id).values_list("person_id"),
        Guardianship.objects.filter(pupil__account=user_id).values_list("guardian_id"),
        Guardianship.objects.filter(guardian__account=user_id).values_list("pupil_id"),
    ]
    return frozenset(row[0] for row in own.union(*close))
