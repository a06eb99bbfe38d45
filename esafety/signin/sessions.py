"""Where an account is signed in, and ending it there."""

from __future__ import annotations

import re
from importlib import import_module
from typing import Final, NamedTuple

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase

from esafety.people.models import User
from esafety.signin import limits

_BROWSERS: Final = (
    ("Edg", "Edge"), ("SamsungBrowser", "Samsung Internet"), ("OPR", "Opera"), ("Firefox|FxiOS", "Firefox"),
    ("Chrome|CriOS|Chromium", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
_MACHINES: Final = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("CrOS", "Chromebook"),
    ("Windows", "Windows"), ("Mac OS", "Mac"), ("Linux", "Linux"),
)  # fmt: skip
"""First match wins: browsers call themselves by each other's names."""


class SignedIn(NamedTuple):
    """One place where an account is signed in."""

    row: UserSession
    browser: str
    is_here: bool


def places(user: User, here: str | None) -> list[SignedIn]:
    """Where an account is signed in now, this place (session key `here`) first, then the latest."""
    rows = UserSession.objects.filter(user=user).order_by("-created_at")
    live = filter(_is_live, rows)
    found = [SignedIn(row, described(row.user_agent), row.session_key == here) for row in live]
    return sorted(found, key=lambda place: not place.is_here)


def end_sessions_of(user: User, *, but: str | None = None) -> int:
    """Sign an account out everywhere, or everywhere but one session key. Gives how many were ended."""
    rows = list(UserSession.objects.filter(user=user).exclude(session_key=but or ""))
    ended = sum(_is_live(row) for row in rows)
    for row in rows:
        row.end()
    return ended


def described(user_agent: str) -> str:
    """A browser as its user knows it: "Firefox on Windows"."""
    browser = next((name for pattern, name in _BROWSERS if re.search(pattern, user_agent)), "A browser")
    machine = next((name for pattern, name in _MACHINES if pattern in user_agent), "")
    return f"{browser} on {machine}" if machine else browser


def _is_live(row: UserSession) -> bool:
    store: SessionBase = import_module(settings.SESSION_ENGINE).SessionStore(row.session_key)
    return store.get("_auth_user_id") == str(row.user_id) and limits.ended(store) is None
