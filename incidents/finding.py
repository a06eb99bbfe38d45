"""Looking people up by name: who may find whom, and how often.

Source: issue 2, person search; domain/people-and-roles.md. Names travel by POST only and are not in the trail.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.core.cache import cache

from esafety.access.capabilities import Capability
from esafety.access.roles import may
from esafety.audit import note
from esafety.people.models import Person
from esafety.people.queries import MOST_FOUND, SHORTEST, folded, found_by_name
from esafety.people.vocabulary import PersonKind
from incidents.vocabulary import PERSON_SEARCHED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from esafety.people.models import School, User

OFTEN = 30
"""Searches one account may make in a minute."""
LONGEST_NAME = 100
_TEACHERS = frozenset({PersonKind.PUPIL, PersonKind.STAFF, PersonKind.GOVERNOR})
_LEADS = _TEACHERS | {PersonKind.PARENT, PersonKind.OTHER}


class Found(NamedTuple):
    """What a search gave, as `components/people_results.html` wants it."""

    typed: str
    people: list[dict[str, object]]
    more: bool
    too_often: bool


def findable(school: School, by: User) -> QuerySet[Person]:
    """Whom this account may find in a school: pupils, staff, governors; those who triage, parents too."""
    kinds = _LEADS if may(by, Capability.TRIAGE, school) else _TEACHERS
    return Person.objects.filter(school=school, kind__in=kinds, left_on__isnull=True)


def look_up(school: School, typed: str, ticked: Iterable[str], *, by: User) -> Found:
    """People whose name holds every word typed, after those ticked before. Each search is in the trail."""
    kept = list(findable(school, by).filter(pk__in=ids(ticked))[:MOST_FOUND])
    if too_short(typed):
        return Found("", shown([], kept), False, False)
    if _too_often(by):
        return Found(typed, shown([], kept), False, True)
    kinds = _LEADS if may(by, Capability.TRIAGE, school) else _TEACHERS
    people = found_by_name(school, typed[:LONGEST_NAME], kinds=kinds, limit=MOST_FOUND + 1)
    note(PERSON_SEARCHED, by=by, school=school, detail={"count": len(people[:MOST_FOUND])})
    return Found(typed, shown(people[:MOST_FOUND], kept), len(people) > MOST_FOUND, False)


def ids(values: Iterable[str]) -> list[int]:
    """Those of the values that could be a person's number, the first few."""
    plain = [int(value) for value in values if value.isascii() and value.isdecimal() and len(value) < 19]
    return list(dict.fromkeys(plain))[: MOST_FOUND + 1]


def too_short(typed: str) -> bool:
    """Fewer than two letters find nobody."""
    return len(folded(typed).replace(" ", "")) < SHORTEST


def shown(found: list[Person], ticked: list[Person]) -> list[dict[str, object]]:
    """Rows to tick: those ticked before stay, and stay ticked."""
    chosen = {person.pk for person in ticked}
    rows = [*ticked, *(person for person in found if person.pk not in chosen)]
    return [
        {
            "id": person.pk,
            "label": person.full_name,
            "hint": person.described.removeprefix(f"{person.full_name}, "),
            "chosen": person.pk in chosen,
        }
        for person in rows
    ]


def _too_often(by: User) -> bool:
    """Counted in the cache for a minute at a time; a cache that does not answer stops nobody."""
    key = f"incidents.finding.{by.pk}"
    try:
        cache.add(key, 0, timeout=60)
        return cache.incr(key) > OFTEN
    except (ValueError, OSError):
        return False
