"""Other entries of the school that bear the very name of an adult subject: perhaps the same person twice.

A conflict of interest is found by entry. Whoever has two, each with an account, is barred by both only when
both are named. Source: docs/decisions/0015-names-in-words.md; domain/people-and-roles.md, rule 2.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from django.db.models import Q

from esafety.people.models import Person
from esafety.people.queries import folded
from esafety.people.vocabulary import PersonKind
from incidents.models import Involvement
from incidents.vocabulary import Part


class Namesake(NamedTuple):
    """A subject's row, and an entry of the same name with an account that could open the incident."""

    row: Involvement
    person: Person


def namesakes(involved: Sequence[Involvement]) -> list[Namesake]:
    """Staff and governors of exactly the same name as a subject, accents apart; at most one query."""
    subjects = [(row, row.person) for row in involved if row.part == Part.SUBJECT and row.person]
    adults = [(row, person) for row, person in subjects if person.kind != PersonKind.PUPIL]
    if not adults:
        return []
    alike = Q(pk__in=())
    for _, person in adults:
        alike |= Q(school=person.school_id, search_text__endswith=folded(person.family_name))
    kinds = (PersonKind.STAFF, PersonKind.GOVERNOR)
    others = Person.objects.filter(alike, kind__in=kinds, account__isnull=False)
    others = others.exclude(pk__in=[person.pk for _, person in subjects])
    pairs = [(row, person, other) for other in others for row, person in adults]
    return [Namesake(row, other) for row, person, other in pairs if _names(person) & _names(other)]


def _names(person: Person) -> set[str]:
    return {
        folded(f"{given} {person.family_name}") for given in (person.given_name, person.known_as) if given
    }
