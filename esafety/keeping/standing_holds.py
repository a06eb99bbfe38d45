"""Holds that other rooms find: each registers its own from its `apps.py`. This one knows none of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from esafety.keeping.vocabulary import HoldKind

Asks = Callable[[frozenset[int]], Iterable[int]]
_found: dict[tuple[HoldKind, str], Asks] = {}


def held_by(kind: HoldKind, name: str, asks: Asks) -> None:
    """Let a room say which of these incidents (by id) it holds now: `asks(ids)` gives some of them, in one query.

    `name` is the room's own; registering it again replaces it.
    """
    _found[kind, name] = asks


def found_among(incidents: frozenset[int]) -> list[tuple[HoldKind, frozenset[int]]]:
    """What each room holds among these incidents."""
    return [(kind, frozenset(asks(incidents))) for (kind, _), asks in _found.items()]
