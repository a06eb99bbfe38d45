"""Who of this school a file from another names: its pupil, perhaps; an adult of the household who works here.

A suggestion, never an answer: a person chooses the pupil. It is also what keeps the file from whoever is close to them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from esafety.people.models import Person
from esafety.people.queries import folded
from esafety.people.vocabulary import PersonKind

if TYPE_CHECKING:
    from esafety.people.models import School

MOST = 50


def pupils_like(school: School, told: Mapping[str, Any]) -> list[Person]:
    """Pupils of the school with the same number, of the whole name, or born that day with a part of the name."""
    family, given = folded(told["family_name"]), folded(told["given_name"])
    found = Q(pk__in=[])
    if told["upn"]:
        found |= Q(upn=told["upn"])
    if family and told["born_on"]:
        born = Q(born_on=dt.date.fromisoformat(told["born_on"]))
        found |= born & (Q(search_text__contains=family) | Q(search_text__contains=given or family))
    if family and given:
        found |= Q(search_text__contains=family) & Q(search_text__contains=given)
    rows = Person.objects.filter(found, school=school, kind=PersonKind.PUPIL)
    return list(rows.order_by("family_name", "given_name", "pk")[:MOST])


def adults_like(school: School, household: list[dict[str, Any]]) -> list[Person]:
    """Adults of the school who are called as somebody of the household is."""
    wanted = {folded(row["name"]) for row in household} - {""}
    found = Q(pk__in=[])
    for name in wanted:
        words = folded(name).split()
        every = Q()
        for word in words:
            every &= Q(search_text__contains=word)
        found |= every
    rows = Person.objects.filter(found, school=school).exclude(kind=PersonKind.PUPIL)
    return list(rows.order_by("pk")[:MOST])
