"""Ending a session that is over."""

from __future__ import annotations

from typing import Final

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from esafety.audit import note
from esafety.signin.vocabulary import SESSION_ENDED_IDLE, SESSION_ENDED_LIMIT, Ended

_EVENTS: Final = {Ended.IDLE: SESSION_ENDED_IDLE, Ended.LIMIT: SESSION_ENDED_LIMIT}


def end(request: HttpRequest, why: Ended) -> None:
    """Forget the session. `request.session_ended` tells the sign-in page what to say."""
    if event := _EVENTS.get(why):
        note(event, by=request.user, school=None)  # type: ignore[arg-type]
    request.session.flush()
    request.user = AnonymousUser()
    request.session_ended = why  # type: ignore[attr-defined]
