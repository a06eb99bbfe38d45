"""Conflict of interest, by person. It comes first and beats every role, superuser included.

Source: domain/people-and-roles.md, rule 2: a subject of a record, and (where recorded) their close
connections, can never see it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

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
    kept: frozenset[int] | None = getattr(user, "_conflicted", None)
    if kept is None:
        kept = _find(user.pk)
        user._conflicted = kept  # type: ignore[union-attr]
    return kept


def _find(user_id: int) -> frozenset[int]:
    own = set(Person.objects.filter(account_id=user_id).values_list("pk", flat=True))
    if not own:
        return frozenset()
    close: set[int] = set()
    for pair in Connection.objects.filter(Q(person__in=own) | Q(other__in=own)).values_list("person_id", "other_id"):
        close.update(pair)
    for pair in Guardianship.objects.filter(Q(pupil__in=own) | Q(guardian__in=own)).values_list(
        "pupil_id", "guardian_id"
    ):
        close.update(pair)
    return frozenset(own | close)
