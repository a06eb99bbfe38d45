"""One line in the log and one measurement for each answer: which route, how long, how it ended. Never its address."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from esafety.serve.metrics import answered

log = logging.getLogger(__name__)
QUIET = frozenset({"health_live", "health_ready", "metrics", "static"})
"""Asked every few seconds by machines, or fetched with every page: measured, and logged only when they fail."""

UNSEEN = frozenset({"speak_up", "speak_up_back"})
"""Pages for those who must stay unknown: when one is used is neither logged nor counted, unless it fails."""


class Measured:
    """Second in the row, right after the request got its id."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, then measure and write down."""
        begun = time.perf_counter()
        response = self.get_response(request)
        seconds, route = time.perf_counter() - begun, route_of(request)
        if route in UNSEEN and response.status_code < 500:
            return response
        answered(route, response.status_code, seconds)
        if route not in QUIET or response.status_code >= 500:
            facts = {
                "route": route,
                "method": request.method if request.method in ("GET", "HEAD", "POST") else "other",
                "status": response.status_code,
                "ms": round(seconds * 1000, 1),
            }
            log.info("Answered", extra={"facts": facts})
        return response


def route_of(request: HttpRequest) -> str:
    """The name of the view that answered; the address itself may hold a reference or a key."""
    if request.resolver_match is not None:
        return request.resolver_match.view_name
    if request.path_info.startswith(settings.STATIC_URL):
        return "static"
    return "none"
