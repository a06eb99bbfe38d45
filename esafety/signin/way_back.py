"""The way to the sign-in page and back to where somebody was."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from esafety.signin.vocabulary import Ended
from esafety.ui.views import error_page, typed_in


def back_to_sign_in(request: HttpRequest) -> HttpResponse:
    """Answer somebody who is not signed in, in the way their browser asked."""
    return send_to(request, "account_login", ended=getattr(request, "session_ended", None))


def send_to(
    request: HttpRequest, url_name: str, *, back: str = "", ended: Ended | None = None
) -> HttpResponse:
    """Send a browser to a page and, from there, back to where it is now.

    A page goes by redirect, an htmx fragment takes the whole page along, and a script gets 401 with
    the address, since a redirect would only hand it a page it did not ask for. Whoever sent a form
    after their time was up gets back what they typed.
    """
    asked = {"next": back or page_of(request)} | ({"ended": ended.value} if ended else {})
    url = f"{resolve_url(url_name)}?{urlencode(asked)}"
    if "HX-Request" in request.headers:
        return HttpResponse(headers={"HX-Redirect": url})
    if request.headers.get("Sec-Fetch-Dest") == "empty":
        return JsonResponse({"go_to": url}, status=401)
    if ended and (typed := typed_in(request)):
        return error_page("signed_out", 401, typed=typed, go_to=url)
    return HttpResponseRedirect(url)


def page_of(request: HttpRequest, *, came_from: bool = False) -> str:
    """The page the person is looking at: never a fragment, nor an address that only takes forms.

    With `came_from`, the page before this one.
    """
    if "HX-Request" in request.headers:
        return _own(request, request.headers.get("HX-Current-URL", ""))
    if (
        not came_from
        and request.method in {"GET", "HEAD"}
        and request.headers.get("Sec-Fetch-Dest") != "empty"
    ):
        return request.get_full_path()
    return _own(request, request.headers.get("Referer", ""))


def _own(request: HttpRequest, url: str) -> str:
    """Path and query of an address, when it is one of ours."""
    if not url_has_allowed_host_and_scheme(url, allowed_hosts={request.get_host()}):
        return "/"
    parts = urlsplit(url)
    return f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
