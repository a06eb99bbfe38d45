"""Every request begins and ends with nothing open."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from esafety.walls.scope import kept_open, within


class Closed:
    """Nothing of any school is open until somebody is known to be there; nothing is left open for the next request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Take the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; what is streamed is made within what was open when the answer began."""
        with within():
            response = self.get_response(request)
            if response.streaming:
                response.streaming_content = kept_open(response.streaming_content)  # type: ignore[attr-defined]
        return response
