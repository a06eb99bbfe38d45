"""Where a request comes from: the client's address behind trusted proxies, and an id to find it by."""

from __future__ import annotations

import ipaddress
import re
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest

_REQUEST_ID = re.compile(r"[A-Za-z0-9-]{8,36}")
NOWHERE = "0.0.0.0"  # noqa: S104 - stands for "no address", nothing is bound to it
"""Stands for a connection without an address, such as a socket file."""


def address_of(request: HttpRequest) -> str:
    """The client's address. Of `X-Forwarded-For` only what the trusted proxies wrote themselves counts."""
    written = request.headers.get("X-Forwarded-For", "").split(",")
    trusted = settings.TRUSTED_PROXIES
    told = written[-trusted] if 0 < trusted <= len(written) else ""
    return _address(told) or _address(request.META.get("REMOTE_ADDR", "")) or NOWHERE


def request_id_of(request: HttpRequest) -> str:
    """The id a trusted proxy gave the request, else a new one."""
    told = request.headers.get("X-Request-ID", "") if settings.TRUSTED_PROXIES else ""
    return told if _REQUEST_ID.fullmatch(told) else uuid4().hex


def _address(text: str) -> str:
    try:
        return str(ipaddress.ip_address(text.strip().strip("[]")))
    except ValueError:
        return ""
