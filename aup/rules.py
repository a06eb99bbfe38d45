"""Whose rules somebody follows."""

from __future__ import annotations

from aup.policy.audiences import audience_of_year
from aup.vocabulary import Audience
from esafety.people.models import Person
from esafety.people.vocabulary import PersonKind

_OWN: dict[str, Audience] = {
    PersonKind.PARENT: Audience.PARENT,
    PersonKind.STAFF: Audience.STAFF,
    PersonKind.GOVERNOR: Audience.GOVERNOR,
}


def audience_for(person: Person) -> Audience | None:
    """By their year group for a pupil, by what they are to the school for an adult."""
    if person.kind == PersonKind.PUPIL:
        return audience_of_year(person.year_group)
    return _OWN.get(person.kind)
