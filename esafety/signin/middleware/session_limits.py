"""Ends sign-ins that were left alone or have lasted long enough."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

from esafety.signin import limits
from esafety.signin.over import end
from esafety.signin.vocabulary import Ended


class SessionLimits:
    """Signs a person out when their time is up or their account was closed, before any page is made.

    Requests that no person made (polling, waiting pages) do not count as use: they carry the header
    `X-Unattended` or the query `unattended`, or their view is marked `unattended = True`. A view marked `unseen = True`
    neither counts as use nor ends a session: when somebody who is signed in looked at it must stand nowhere.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """End the session if it is over; the next in the row then meets a stranger."""
        if (why := _why_over(request)) and not _is_unseen(request):
            end(request, why)
        if SESSION_KEY in request.session:
            request.session_seconds_left = limits.left(request.session).absolute  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], *_: Any) -> None:
        """Start the idle clock again when a person asked for something."""
        unattended = getattr(view, "unattended", False) or getattr(view, "unseen", False)
        attended = not unattended and "X-Unattended" not in request.headers
        if attended and "unattended" not in request.GET and SESSION_KEY in request.session:
            limits.seen(request.session)


def _is_unseen(request: HttpRequest) -> bool:
    try:
        return getattr(resolve(request.path_info).func, "unseen", False)
    except Resolver404:
        return False


def _why_over(request: HttpRequest) -> Ended | None:
    if SESSION_KEY not in request.session:
        return None
    if not request.user.is_authenticated:
        return Ended.CLOSED
    if limits.SIGNED_IN_AT not in request.session:
        limits.begin(request.session)
    return limits.ended(request.session)
