"""Somebody who is part of open concerns has left the school."""

from __future__ import annotations

from collections.abc import Sequence

from esafety.people.models import Person
from esafety.people.vocabulary import Role
from incidents.models import Incident
from incidents.notices import PERSON_LEFT
from incidents.telling import tell_roles
from incidents.vocabulary import OPEN


def tell_that_they_left(people: Sequence[Person]) -> None:
    """Tell whoever holds an open concern that somebody in it has left, in the transaction of the leaving.

    The office, which marks people as having left, learns nothing of it.
    """
    parts = Incident.objects.filter(status__in=OPEN, involvements__person__in=people)
    standing = parts.filter(involvements__withdrawn_at=None)
    for incident, person in standing.values_list("pk", "involvements__person").distinct():
        found = Incident.objects.get(pk=incident)
        tell_roles(PERSON_LEFT, found, [Role(found.owner_role)], key=f"left-{person}")
