"""Which device it is, for counting only."""

from __future__ import annotations

from django.http import HttpRequest

from esafety.audit.origin import here


def device_of(request: HttpRequest) -> str:
    """Its address and its browser. Never kept: `pace` seals it, and counts."""
    return f"{here().address} {request.headers.get('User-Agent', '')[:400]}"
