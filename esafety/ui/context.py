"""What every page's frame needs (a context processor)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from esafety.ui import navigation

SERVICE_NAME = "Safekeep"
SCHOOL_WORD = "online safety"
"""What a page calls the subject unless middleware says otherwise (`request.school_word`)."""
WARN_SECONDS = 120


def page(request: HttpRequest) -> dict[str, Any]:
    """Navigation, names, the demonstration notice and the limits of the session."""
    return {
        "service_name": SERVICE_NAME,
        "school_name": str(getattr(request, "school", None) or ""),
        "school_word": str(getattr(request, "school_word", SCHOOL_WORD)),
        "nav": navigation.links(request, "main"),
        "account_items": navigation.links(request, "account"),
        "footer_items": navigation.links(request, "footer"),
        "demo": getattr(settings, "DEMO", False),
        "session_limits": session_limits(request),
    }


def session_limits(request: HttpRequest) -> dict[str, Any] | None:
    """Seconds until an idle and an absolute end; None when nobody is signed in.

    Middleware may set `request.session_seconds_left` to what is left of the absolute limit.
    """
    if not navigation.signed_in(request):
        return None
    try:
        stay_url = reverse("stay_signed_in")
    except NoReverseMatch:
        return None
    return {
        "idle_seconds": settings.SESSION_IDLE_SECONDS,
        "absolute_seconds": getattr(request, "session_seconds_left", settings.SESSION_ABSOLUTE_SECONDS),
        "warn_seconds": WARN_SECONDS,
        "stay_url": stay_url,
        "end_url": reverse(settings.LOGIN_URL),
    }
