"""Holds that other rooms find: each registers its own from its `apps.py`. This one knows none of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Protocol

from esafety.keeping.vocabulary import HoldKind

if TYPE_CHECKING:
    from esafety.people.models import User


class Asks(Protocol):
    """Which of these incidents a room holds: all it holds, or those whose reason this account may see."""

    def __call__(self, incidents: frozenset[int], /, *, seen_by: User | None) -> Iterable[int]:
        """Some of the incidents, by id, in one query."""
        ...


_found: dict[tuple[HoldKind, str], Asks] = {}


def held_by(kind: HoldKind, name: str, asks: Asks) -> None:
    """Let a room say which of these incidents it holds now. `name` is the room's own; a second time replaces it."""
    _found[kind, name] = asks


def found_among(
    incidents: frozenset[int], *, seen_by: User | None = None
) -> list[tuple[HoldKind, frozenset[int]]]:
    """What each room holds among these incidents, or what of it this account may see."""
    return [(kind, frozenset(asks(incidents, seen_by=seen_by))) for (kind, _), asks in _found.items()]
