"""What every answer carries."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

from esafety.ui.views import error_page

NOT_ALLOWED = (
    "accelerometer",
    "autoplay",
    "browsing-topics",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "screen-wake-lock",
    "usb",
    "xr-spatial-tracking",
)
PASSKEYS = "publickey-credentials-get=(self), publickey-credentials-create=(self)"
PERMISSIONS = ", ".join(f"{name}=()" for name in NOT_ALLOWED) + f", {PASSKEYS}"


class ResponseHeaders:
    """Nothing about a child stays in a browser's cache; no page may use the camera or the microphone.

    Static files are answered before this middleware and keep their own caching. A page that is the same for
    everybody says for how many seconds it may be kept (`response.kept_seconds`), and sets no cookie.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        kept = getattr(response, "kept_seconds", None)
        if kept is None:
            response["Cache-Control"] = "no-store"
        else:
            _let_it_be_kept(response, kept)
        response["Permissions-Policy"] = PERMISSIONS
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        return response


def _let_it_be_kept(response: HttpResponse, seconds: int) -> None:
    """The same bytes for everybody: nothing in it depends on a cookie, and none is set."""
    response["Cache-Control"] = f"public, max-age={seconds}"
    response.cookies.clear()
    del response["Vary"]


class PlainRefusals:
    """An address that only takes what a form sends says so, to whoever opens or reloads it, in words."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method != "GET" or not isinstance(response, HttpResponseNotAllowed):
            return response
        page = error_page("405", response.status_code)
        page["Allow"] = response["Allow"]
        return page
