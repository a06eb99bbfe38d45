"""Holds that other rooms find: each registers its own from its `apps.py`. This one knows none of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Protocol

from esafety.keeping.models import Record
from esafety.keeping.vocabulary import HoldKind
from esafety.people.models import Person
from incidents.models import Incident

if TYPE_CHECKING:
    from esafety.people.models import User


class Asks(Protocol):
    """Which of these a room holds: all it holds, or those whose reason this account may see."""

    def __call__(self, records: frozenset[int], /, *, seen_by: User | None) -> Iterable[int]:
        """Some of the records, by id, in one query."""
        ...


Held = type[Record] | type[Person]
_found: dict[tuple[HoldKind, str, Held], Asks] = {}


def held_by(kind: HoldKind, name: str, asks: Asks, *, of: Held = Incident) -> None:
    """Let a room say which incidents it holds now (`of`: which received files, or of which persons everything that
    lots are made of). `name` is the room's own; a second time replaces it."""
    _found[kind, name, of] = asks


def found_among(
    records: frozenset[int], *, seen_by: User | None = None, of: Held = Incident
) -> list[tuple[HoldKind, frozenset[int]]]:
    """What each room holds among these, or what of it this account may see."""
    return [
        (kind, frozenset(asks(records, seen_by=seen_by)))
        for (kind, _, model), asks in _found.items()
        if model is of
    ]
