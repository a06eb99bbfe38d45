"""How long a sign-in lasts: times kept in the session itself, checked at every request.

Fifteen minutes without use, ten hours at most (quality.md S11). The times are seconds since 1970.
"""

from __future__ import annotations

import time
from typing import NamedTuple

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase

from esafety.signin.vocabulary import Ended

SIGNED_IN_AT = "signed_in_at"
SEEN_AT = "seen_at"
_COARSENESS = 10
"""Seconds a session may be seen again without being written again: a page is not a database write."""


class Left(NamedTuple):
    """Whole seconds until a session ends by itself: unused, and whatever happens."""

    idle: int
    absolute: int


def begin(session: SessionBase) -> None:
    """Start both clocks."""
    session[SIGNED_IN_AT] = session[SEEN_AT] = int(time.time())


def seen(session: SessionBase) -> None:
    """Somebody used the page: start the idle clock again."""
    now = int(time.time())
    if now - session.get(SEEN_AT, 0) >= min(_COARSENESS, settings.SESSION_IDLE_SECONDS // 10):
        session[SEEN_AT] = now


def left(session: SessionBase) -> Left:
    """What is left of a session that was begun. One that was not has nothing left."""
    now = time.time()
    return Left(
        idle=int(session.get(SEEN_AT, 0) + settings.SESSION_IDLE_SECONDS - now),
        absolute=int(session.get(SIGNED_IN_AT, 0) + settings.SESSION_ABSOLUTE_SECONDS - now),
    )


def ended(session: SessionBase) -> Ended | None:
    """Why the session is over, or None."""
    remaining = left(session)
    if remaining.absolute <= 0:
        return Ended.LIMIT
    return Ended.IDLE if remaining.idle <= 0 else None
