"""Turning pages by place, not by number: a page deep in a list costs what the first one costs.

A place is the values by which one row is sorted. The last value is the row's reference, which is unique
and random: a place in an address says nothing of rows that the reader may not see.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db.models import Q

Place = tuple[Any, ...]


class Key(NamedTuple):
    """One column or annotation that a list is sorted by, and how it is read from an address."""

    name: str
    kind: type
    descending: bool = False


def ordering(keys: Sequence[Key], *, backwards: bool = False) -> list[str]:
    """For `order_by`."""
    return [f"-{key.name}" if key.descending != backwards else key.name for key in keys]


def beyond(keys: Sequence[Key], place: Place, *, backwards: bool = False) -> Q:
    """Rows after the place (before it, when `backwards`). The first condition alone lets an index be used."""
    found = Q(pk__in=())
    same = Q()
    for key, value in zip(keys, place, strict=True):
        found |= same & Q(**{f"{key.name}__{_side(key, backwards)}": value})
        same &= Q(**{key.name: value})
    return Q(**{f"{keys[0].name}__{_side(keys[0], backwards)}e": place[0]}) & found


def _side(key: Key, backwards: bool) -> str:
    return "lt" if key.descending != backwards else "gt"


def written(place: Place) -> str:
    """A place for an address: of a moment with Z, because a plus in an address is read as a space."""
    return "~".join(_written(value) for value in place)


def _written(value: Any) -> str:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")
    return str(value)


def read(keys: Sequence[Key], text: str) -> Place | None:
    """The place that an address names; None when it names none."""
    parts = text.split("~")
    if len(parts) != len(keys):
        return None
    try:
        return tuple(_value(key, part) for key, part in zip(keys, parts, strict=True))
    except (ValueError, OverflowError):
        return None


def _value(key: Key, text: str) -> Any:
    if key.kind is dt.datetime:
        found = dt.datetime.fromisoformat(text)
        if found.tzinfo is None or not 2000 <= found.year <= 9999:
            raise ValueError(text)
        return found.astimezone(dt.UTC)
    if key.kind is dt.date:
        return dt.date.fromisoformat(text)
    if key.kind is int:
        if text not in ("0", "1"):
            raise ValueError(text)
        return int(text)
    if "\0" in text or len(text) > 20:
        raise ValueError(text)
    return text
