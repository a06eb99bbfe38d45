"""JSON that came from elsewhere: small enough, not deep, each name once, only what JSON itself knows."""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn

from esafety.moving.policy.arrivals import MOST_BRACKETS, MOST_DEEP, MOST_JSON

_STRING_OR_BRACKET = re.compile(rb'"(?:[^"\\]++|\\.?)*+"?|[\[\]{}]', re.DOTALL)
"""Never looks back, so that no text takes longer than its length."""


class Unreadable(ValueError):
    """Why something from another school cannot be read, in words for the lead who received it."""


def read_json(content: bytes, name: str) -> Any:
    """The value. Raises Unreadable for anything but plain JSON in UTF-8 within the limits."""
    if len(content) > MOST_JSON:
        raise Unreadable(f"{name} is far larger than a pupil’s file is")
    _must_be_plain(content, name)
    try:
        return json.loads(
            content.decode("utf-8"),
            object_pairs_hook=_once_each,
            parse_constant=_not_a_number,
            parse_float=_not_a_number,
        )
    except Unreadable:
        raise
    except (
        ValueError,
        RecursionError,
    ):  # a letter that is none, a bracket that is missing, a number without end
        raise Unreadable(f"{name} is damaged") from None


def _must_be_plain(content: bytes, name: str) -> None:
    """Count brackets, and how deep they stand inside each other, before anything is built of them."""
    here = opened = 0
    for found in _STRING_OR_BRACKET.finditer(content):
        sign = found[0]
        if sign in b"[{":
            here, opened = here + 1, opened + 1
        elif sign in b"]}":
            here -= 1
        if here > MOST_DEEP or opened > MOST_BRACKETS:
            raise Unreadable(f"{name} is built deeper, or of far more pieces, than a pupil’s file is")


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Unreadable("Something stands twice in it")
    return found


def _not_a_number(typed: str) -> NoReturn:
    raise Unreadable("It holds a number of a kind that its format does not have")
