"""The keys with which a provider signs."""

from __future__ import annotations

from typing import Any, Final

import jwt

ALGORITHMS: Final = ("RS256", "PS256", "ES256")
"""Signatures that only the provider can make. Not "none", and nothing that our own secret could forge."""


def usable_keys(published: dict[str, Any]) -> dict[str, jwt.PyJWK]:
    """The published keys by their names, those that sign with an algorithm we accept."""
    rows = published.get("keys")
    found = [_key(row) for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    return {key.key_id: key for key in found if key is not None and key.key_id}


def _key(row: dict[str, Any]) -> jwt.PyJWK | None:
    if row.get("use", "sig") != "sig":
        return None
    try:
        key = jwt.PyJWK(row)
    except (jwt.PyJWTError, ValueError, TypeError, KeyError):
        return None  # a kind of key that we do not know is none of ours
    return key if key.algorithm_name in ALGORITHMS else None
