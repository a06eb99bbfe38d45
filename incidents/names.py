"""Names in what people write about an incident, kept as references to who was involved.

A reference is stored inside the text: a mark, the number of the part, a mark, the name as it was typed, a mark. Whoever
may read the text reads the name as it was typed; on paper for a conference it is "Child B". The three marks are
characters of Unicode's private use area, which nobody types and which are taken out of what is typed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from incidents.models import Involvement

_OPEN, _THEN, _SHUT = "\ue000", "\ue001", "\ue002"
_REFERENCE = re.compile(f"{_OPEN}(\\d{{1,18}}){_THEN}([^{_OPEN}{_THEN}{_SHUT}]*){_SHUT}")
_MARKS = str.maketrans("", "", _OPEN + _THEN + _SHUT)


def as_typed(text: str) -> str:
    """What somebody typed, without marks that they cannot have typed."""
    return text.translate(_MARKS)


def for_reading(text: str) -> str:
    """The text for whoever may read it: every name as it was typed."""
    return _REFERENCE.sub(r"\2", text)


def referred_to(text: str) -> set[int]:
    """The parts that a text refers to."""
    return {int(found.group(1)) for found in _REFERENCE.finditer(text)}


def with_references(text: str, people: Sequence[Involvement], among: Sequence[Involvement]) -> str:
    """What was typed, with the names of these people as references. `among` are all who were involved: a name that
    two of them have is nobody's."""
    text = as_typed(text)
    names = names_of(among)
    wanted = {row.pk for row in people}
    kept = {name: pk for name, pk in names.items() if pk in wanted}
    return _replace(text, kept, lambda pk, typed: f"{_OPEN}{pk}{_THEN}{typed}{_SHUT}")


def named_in_clear(text: str, names: Mapping[str, int]) -> dict[int, set[str]]:
    """Who is named in a text without a reference, and how, by the number of the part (or of the label)."""
    found: dict[int, set[str]] = {}

    def note(key: int, typed: str) -> str:
        found.setdefault(key, set()).add(typed)
        return typed

    _replace(_REFERENCE.sub(" ", text), names, note)
    return found


def relabelled(
    text: str, label: Callable[[int], str | None], names: Mapping[str, int], stand: Iterable[int] = ()
) -> str:
    """The text with labels instead of names: `label` of a reference; names in clear but those that `stand`."""
    kept = set(stand)
    by_name = {name: key for name, key in names.items() if key not in kept}

    def of_reference(found: re.Match[str]) -> str:
        return label(int(found.group(1))) or found.group(2)

    parts = []
    last = 0
    for found in _REFERENCE.finditer(text):
        parts += [_labelled(text[last : found.start()], by_name, label), of_reference(found)]
        last = found.end()
    return "".join([*parts, _labelled(text[last:], by_name, label)])


def _labelled(text: str, names: Mapping[str, int], label: Callable[[int], str | None]) -> str:
    return _replace(text, names, lambda key, typed: label(key) or typed)


def names_of(people: Iterable[Involvement]) -> dict[str, int]:
    """How each person may be named in a text: full name, legal name, a given or a family name that only one has.

    Lower case → the number of the part.
    """
    found: dict[str, set[int]] = {}
    same: dict[tuple[int | None, str], int] = {}
    for row in people:
        key = same.setdefault((row.person_id, "" if row.person_id else row.folded or row.name), row.pk)
        for name in _names(row):
            found.setdefault(name.casefold(), set()).add(key)
    return {name: keys.copy().pop() for name, keys in found.items() if len(keys) == 1}


def _names(row: Involvement) -> set[str]:
    person = row.person
    if person is None:
        return {row.name} if len(row.name) > 1 else set()
    given = {person.given_name, person.known_as} - {""}
    family = {person.family_name, person.known_as_family} - {""}
    whole = {f"{one} {other}" for one in given for other in family}
    return {name for name in (*whole, *given, *family) if len(name) > 1}


def _replace(text: str, names: Mapping[str, int], by: Callable[[int, str], str]) -> str:
    """Every whole name in a text, the longest first, whatever its capitals."""
    if not names:
        return text
    longest = sorted(names, key=len, reverse=True)
    pattern = re.compile(rf"(?<!\w)({'|'.join(map(re.escape, longest))})(?!\w)", re.IGNORECASE)
    return pattern.sub(lambda found: by(names[found.group(1).casefold()], found.group(1)), text)
