"""Whom a letter names besides the child it is about: nobody else who is part of the incident.

A letter home tells one family about their own child. A name is looked for as people write it: the whole name,
the family name, the name a person is called by; a month or a word that begins a sentence is no name.
"""

from __future__ import annotations

import re

from esafety.people.models import Person
from incidents.models import Incident, Involvement

_NO_NAMES = {
    "april",
    "may",
    "june",
    "august",
    "will",
    "grace",
    "mark",
    "hope",
    "faith",
    "rose",
    "bill",
    "art",
}
"""First names that are words: by themselves they give nobody away."""
_SHORTEST = 3
_WORD = re.compile(r"[^\W\d_][\w’'-]+")


def others_named(incident: Incident, text: str, *, besides: list[Person], name: str) -> list[str]:
    """The names of others in the incident that stand in the text, each once. `name` is the receiver's."""
    own = {word for person in besides for word in _words_of(person)} | set(_WORD.findall(name))
    rows = Involvement.objects.standing().filter(incident=incident).select_related("person")
    away = [row for row in rows if row.person is None or row.person not in besides]
    return sorted({row.who for row in away if _stands_in(text, _parts(row) - own)})


def _parts(row: Involvement) -> set[str]:
    if row.person is None:
        return set(_WORD.findall(row.name))
    return _words_of(row.person)


def _words_of(person: Person) -> set[str]:
    names = (person.given_name, person.family_name, person.known_as, person.known_as_family)
    return {word for name in names for word in _WORD.findall(name)}


def _stands_in(text: str, words: set[str]) -> bool:
    telling = {word for word in words if _tells(word)}
    return any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) for word in telling)


def _tells(word: str) -> bool:
    """Whether a word gives somebody away: written like a name, and no word of every day ("a cousin of Ann")."""
    return word[0].isupper() and len(word) >= _SHORTEST and word.lower() not in _NO_NAMES
