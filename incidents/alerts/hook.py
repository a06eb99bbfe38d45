"""The web hook: who may send, and what a body holds. Strict, and silent about everything else."""

from __future__ import annotations

import json
import secrets
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest

from esafety.walls import by_secret
from incidents.actions.alert_sources import hash_of
from incidents.alerts.incoming import Incoming, Unreadable, incoming
from incidents.models import AlertSource
from incidents.vocabulary.watching import Way

LARGEST = 32 * 1024
"""Bytes of one body. An alert is a few hundred; a capture does not fit, and is never taken."""
OFTEN = 300
"""Alerts of one source in a minute."""
OFTEN_REFUSED = 30
"""Refused calls of one address in a minute."""
_NOBODY = "0" * 64
TEXTS = {
    "id": "external_id", "time": "raised_at", "user": "user", "device": "device", "content": "content",
    "category": "category", "severity": "severity", "capture_reference": "capture_reference",
}  # fmt: skip
"""What a body may hold as text, and what it fills. Besides them: `capture`, true or false."""


@by_secret
def source_of(request: HttpRequest, key: str) -> AlertSource | None:
    """The source whose key was sent, or None. Hashes are compared in constant time, also where there is no source."""
    source = AlertSource.objects.current().filter(way=Way.HOOK, key=key[:20].replace("\x00", "")).first()
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    right = secrets.compare_digest(hash_of(token.strip()), source.token_hash if source else _NOBODY)
    return source if right and scheme.lower() == "bearer" else None


def alert_in(body: bytes) -> Incoming:
    """The alert that a body tells of. Raises Unreadable with what is wrong, in words."""
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        raise Unreadable("The body is no JSON") from None
    if not isinstance(told, dict):
        raise Unreadable("The body must be one alert: an object with id, time, user and content")
    if unknown := sorted(set(told) - {*TEXTS, "capture"}):
        raise Unreadable(
            f"There is no field “{unknown[0][:40]}”. Captures and attachments stay with the provider"
        )
    for name in ("id", "time"):
        if not told.get(name):
            raise Unreadable(f"The field “{name}” is missing")
    return incoming(_words(told))


def _words(told: dict[str, Any]) -> dict[str, str]:
    words: dict[str, str] = {}
    for name, fills in TEXTS.items():
        value = told.get(name, "")
        if name == "severity" and isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if not isinstance(value, str):
            raise Unreadable(f"The field “{name}” must be text")
        if "\x00" in value or any(0xD800 <= ord(letter) <= 0xDFFF for letter in value):
            raise Unreadable(f"The field “{name}” holds signs that are no text")
        words[fills] = value
    capture = told.get("capture", False)
    if not isinstance(capture, bool):
        raise Unreadable("The field “capture” must be true or false")
    return words | {"capture": "yes" if capture else ""}


def too_often(what: str, most: int) -> bool:
    """Counted in the cache for a minute at a time; a cache that does not answer stops nobody."""
    key = f"incidents.hook.{what}"
    try:
        cache.add(key, 0, timeout=60)
        return cache.incr(key) > most
    except (ValueError, OSError):
        return False
