"""The shape of edition 1, as a table: which keys there are, what each holds. What is not in the table is refused.

Source: docs/transfer-format.md. A validator takes a value and the path that leads to it, and gives the value or raises.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from typing import Any

from esafety.moving.json_reading import Unreadable
from esafety.moving.policy.arrivals import (
    MOST_ENTRIES,
    MOST_FILES,
    MOST_HOUSEHOLD,
    MOST_INCIDENTS,
    MOST_LINE,
    MOST_NAME,
    MOST_SCHOOLS,
    MOST_TEXT,
)
from esafety.moving.vocabulary import Others
from esafety.ui.fields.text import NOT_KEPT

Check = Callable[[Any, str], Any]
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_HASH = re.compile(r"[0-9a-f]{64}")
_EARLIEST, _LATEST = 1900, 2200


def text(most: int, *, least: int = 0) -> Check:
    """Letters that can be kept: none that nobody types on purpose."""

    def check(value: Any, where: str) -> str:
        if not isinstance(value, str):
            raise Unreadable(f"“{where}” is no text")
        if NOT_KEPT.search(value):
            raise Unreadable(f"“{where}” contains an invisible character that cannot be kept")
        if not least <= len(value) <= most:
            raise Unreadable(f"“{where}” is {'empty' if len(value) < least else 'longer than it may be'}")
        return value.replace("\r\n", "\n").replace("\r", "\n")

    return check


def _matching(pattern: re.Pattern[str], what: str) -> Check:
    def check(value: Any, where: str) -> str:
        if not isinstance(value, str) or not pattern.fullmatch(value):
            raise Unreadable(f"“{where}” is not {what}")
        return value

    return check


def one_of(*values: Any) -> Check:
    """One of these, of the same sort."""

    def check(value: Any, where: str) -> Any:
        if not any(value == one and type(value) is type(one) for one in values):
            raise Unreadable(f"“{where}” holds something that is not known here")
        return value

    return check


def count(value: Any, where: str) -> int:
    """A whole number from nothing to a milliard."""
    if type(value) is not int or not 0 <= value <= 1_000_000_000:
        raise Unreadable(f"“{where}” is no number of things")
    return value


def moment(value: Any, where: str) -> str:
    """A moment with its offset from UTC."""
    try:
        at = dt.datetime.fromisoformat(value)
        in_bounds = _EARLIEST <= at.astimezone(dt.UTC).year <= _LATEST
    except (TypeError, ValueError, OverflowError):
        raise Unreadable(f"“{where}” is no moment") from None
    if at.tzinfo is None or not in_bounds:
        raise Unreadable(f"“{where}” is no moment")
    return str(value)


def day(value: Any, where: str) -> str:
    """A day."""
    try:
        found = dt.date.fromisoformat(value)
    except (TypeError, ValueError):
        raise Unreadable(f"“{where}” is no day") from None
    if not _EARLIEST <= found.year <= _LATEST:
        raise Unreadable(f"“{where}” is no day")
    return found.isoformat()


def or_nothing(check: Check) -> Check:
    """The same, or null."""
    return lambda value, where: None if value is None else check(value, where)


def several(check: Check, most: int) -> Check:
    """A list of at most so many."""

    def of_list(value: Any, where: str) -> list[Any]:
        if not isinstance(value, list):
            raise Unreadable(f"“{where}” is no list")
        if len(value) > most:
            raise Unreadable(f"“{where}” holds {len(value):,} things; {most:,} can be taken in")
        return [check(one, f"{where} {number}") for number, one in enumerate(value, 1)]

    return of_list


def shaped(table: Mapping[str, Check], *, optional: tuple[str, ...] = ()) -> Check:
    """Exactly these keys; those that are `optional` may be missing."""

    def check(value: Any, where: str) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise Unreadable(f"“{where}” is not what it should be")
        if absent := [key for key in table if key not in value and key not in optional]:
            raise Unreadable(f"“{absent[0]}” is missing in “{where}”")
        if unknown := [key for key in value if key not in table]:
            named = unknown[0] if NAME.fullmatch(unknown[0]) else "Something"
            raise Unreadable(f"“{named}” in “{where}” is not known here")
        return {key: table[key](one, key) for key, one in value.items()}

    return check


_FILE_NAME = _matching(NAME, "a plain name of a file")
_SHA256 = _matching(_HASH, "a SHA-256")
LINE, SHORT = text(MOST_LINE), text(MOST_NAME)
_REFERENCE = text(40, least=1)
_ENTRY = shaped(
    {
        "at": moment, "incident": text(40), "kind": text(40), "title": LINE, "headline": LINE, "text": text(MOST_TEXT),
        "impact": text(MOST_TEXT), "significant": one_of(True, False), "by": SHORT,
    }
)  # fmt: skip
_FILE = shaped({"name": _FILE_NAME, "incident": text(40), "added_at": moment, "sha256": _SHA256})
_OTHERS = one_of(*Others.values)
_BEFORE = shaped(
    {
        "school": text(MOST_NAME, least=1), "reference": text(40), "others_named_by": one_of("", *Others.values),
        "entries": several(_ENTRY, MOST_ENTRIES), "files": several(_FILE, MOST_FILES),
    }
)  # fmt: skip
_HEAD: dict[str, Check] = {
    "format": one_of("safekeep-pupil-file"),
    "edition": one_of(1),
    "reference": _REFERENCE,
}
MANIFEST = shaped(
    _HEAD | {"parts": several(shaped({"name": _FILE_NAME, "size": count, "sha256": _SHA256}), MOST_FILES * 2)}
)
RECORD = shaped(
    _HEAD
    | {
        "made_at": moment,
        "from": shaped(dict.fromkeys(("email", "telephone", "sent_by"), SHORT) | {"school": text(MOST_NAME, least=1)}),
        "to": shaped({"name": SHORT}),
        "starts_on": day,
        "others_named_by": _OTHERS,
        "pupil": shaped(
            dict.fromkeys(
                ("given_name", "family_name", "known_as", "known_as_family", "upn", "year_group", "class_name"), SHORT
            )
            | {"born_on": or_nothing(day)}
        ),
        "household": several(
            shaped(
                {
                    "name": SHORT, "relationship": SHORT, "telephone": SHORT,
                    "parental_responsibility": or_nothing(one_of(True, False)), "no_contact": one_of(True, False),
                }
            ),
            MOST_HOUSEHOLD,
        ),
        "incidents": several(
            shaped({"reference": text(40), "reported_at": moment, "part": SHORT, "state": SHORT}), MOST_INCIDENTS
        ),
        "entries": several(_ENTRY, MOST_ENTRIES),
        "left_out": shaped({"entries": count, "why": LINE}),
        "files": several(_FILE, MOST_FILES),
        "received": several(_BEFORE, MOST_SCHOOLS),
    },
    optional=("received",),
)  # fmt: skip
