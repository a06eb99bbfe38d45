"""Pages for when something goes wrong. They need no database, no session and nobody signed in.

The page for "missing" is one text for every address and every person, so that it says nothing about whether
a record exists. Where a person had typed something, the page gives it back.
"""

from __future__ import annotations

import sys
from typing import Any, NamedTuple

from django.core.exceptions import SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from django.template.loader import render_to_string

SECRET = ("password", "passphrase", "token", "secret", "code", "credential")
MOST_SHOWN = 100


class Typed(NamedTuple):
    """One answer that was sent and could not be kept."""

    label: str
    text: str
    rows: int


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the request makes no sense. An exception that has words of its own names their page in `page`."""
    return error_page(getattr(exception, "page", "400"), 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: visible, but not for this person to do."""
    return error_page("403", 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: missing, or not for this person to know of. The same bytes always."""
    return error_page("404", 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 when what failed is the database. Called while the exception is being handled."""
    if isinstance(sys.exception(), OperationalError | InterfaceError):
        return unavailable(request)
    return error_page("500", 500, typed=typed_in(request))


def unavailable(request: HttpRequest) -> HttpResponse:
    """503: nothing can be kept now; come back in a while."""
    response = error_page("503", 503, typed=typed_in(request))
    response["Retry-After"] = "60"
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form is too old, or was sent from elsewhere."""
    return error_page("csrf", 403, typed=typed_in(request))


def error_page(name: str, status: int, **context: Any) -> HttpResponse:
    """Draw a page without asking who is there."""
    return HttpResponse(render_to_string(f"errors/{name}.html", context), status=status)


def typed_in(request: HttpRequest) -> list[Typed]:
    """What was typed into the form that was sent, without secrets; nothing when another site sent it."""
    if request.method != "POST" or not sent_from_here(request):
        return []
    try:
        sent = [(name, text) for name, texts in request.POST.lists() for text in texts]
    except (SuspiciousOperation, UnreadablePostError, ValueError, OSError):
        return []
    shown = [
        (name, text)
        for name, text in sent
        if text.strip() and not any(word in name.lower() for word in SECRET)
    ]
    return [Typed(label_of(name), text, min(12, 2 + len(text) // 80)) for name, text in shown[:MOST_SHOWN]]


def sent_from_here(request: HttpRequest) -> bool:
    """Was it one of our own pages? Another site must not be able to put words on ours."""
    host = request.META.get("HTTP_HOST", "")
    origin = request.headers.get("Origin")
    site = request.headers.get("Sec-Fetch-Site")
    return site in (None, "same-origin") and (origin is None or origin.split("//")[-1] == host)


def label_of(name: str) -> str:
    """A field's name as words: "what_happened" becomes "What happened"."""
    return name.replace("_", " ").replace("-", " ").strip().capitalize()
