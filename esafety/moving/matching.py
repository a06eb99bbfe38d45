"""Who of this school a file from another names: its pupil, perhaps; an adult of the household who works here.

A suggestion, never an answer: a person chooses the pupil. It is also what keeps the file from whoever is close to them.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from esafety.people.models import Person
from esafety.people.queries import folded
from esafety.people.vocabulary import PersonKind

if TYPE_CHECKING:
    from esafety.people.models import School

MOST = 50
_WORDS = re.compile(r"[^\W\d_]+")
# fmt: off
_NO_NAMES = frozenset({
    "mr", "mrs", "ms", "miss", "mx", "dr", "rev", "prof", "sir", "lady", "and", "or", "mum", "mummy", "mother", "dad",
    "daddy", "father", "parent", "carer", "step", "guardian",
})
# fmt: on
"""What stands before, between or behind names."""


def pupils_like(school: School, told: Mapping[str, Any]) -> list[Person]:
    """Pupils of the school with the same number, of the whole name, or born that day with a part of the name. A name
    that the pupil is known by counts as well."""
    families = {folded(told["family_name"]), folded(told["known_as_family"])} - {""}
    givens = {folded(told["given_name"]), folded(told["known_as"])} - {""}
    found = Q(pk__in=[])
    if number := told["upn"].strip():
        found |= Q(upn__iexact=number)
    for family in families:
        found |= _holds(family) & _either(givens)
    if told["born_on"] and families:
        found |= Q(born_on=dt.date.fromisoformat(told["born_on"])) & _either(families | givens)
    rows = Person.objects.filter(found, school=school, kind=PersonKind.PUPIL)
    return list(rows.order_by("family_name", "given_name", "pk")[:MOST])


def adults_like(school: School, household: list[dict[str, Any]]) -> list[Person]:
    """Adults of the school whom a name of the household may mean: their family name with their given name, its first
    letter, or only a title, in any order and with other names between. Those with an account come first."""
    names = [set(_WORDS.findall(folded(row["name"]))) for row in household]
    words = {word for name in names for word in name - _NO_NAMES if len(word) > 1}
    rows = Person.objects.filter(_either(words), school=school).exclude(kind=PersonKind.PUPIL)
    found = [one for one in rows.order_by("pk") if any(_may_mean(name, one) for name in names)]
    return sorted(found, key=lambda one: one.account_id is None)[:MOST]


def _may_mean(name: set[str], person: Person) -> bool:
    for family in (person.family_name, person.known_as_family):
        own = set(_WORDS.findall(folded(family)))
        if own and own <= name and _fits(name - own - _NO_NAMES, person):
            return True
    return False


def _fits(rest: set[str], person: Person) -> bool:
    givens = _WORDS.findall(folded(f"{person.given_name} {person.known_as}"))
    return not rest or bool(rest & {*givens, *(given[0] for given in givens)})


def _holds(words: str) -> Q:
    return Q(search_text__contains=words)


def _either(words: set[str]) -> Q:
    found = Q(pk__in=[])
    for word in words:
        found |= _holds(word)
    return found
