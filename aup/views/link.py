"""Signing by a personal link: what a parent without an account sees.

Nothing here is written by opening a page. A link that is no link gets the same bytes as any other that is none; one
that was real and is over says what to do next, and nothing of whom it was for (reference/security.md, AC-17, AC-18).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aup.forms.signing import FactForm
from aup.models import Invitation
from aup.opening import MARK_SECONDS, admits, asked_about, confirm, initials, mark_for, tries_left
from aup.views import desk
from aup.vocabulary import LinkState, Route
from esafety.access.doors import public
from esafety.papers import pace

FORM = require_http_methods(["GET", "HEAD", "POST"])
WHY = "Parents have no account: a 256-bit link by mail, and one fact they know, stand for it"
TRIES_A_LINK = {"limit": 10, "seconds": 60}
MARK = "aup_opened"
GONE = 410


def opened(page: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Hand a page the desk of the link's holder, once the fact was told on this device; ask for it otherwise."""

    @wraps(page)
    def through(request: HttpRequest, token: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        invitation = Invitation.objects.with_token(token)
        if invitation is None:
            return no_such_link(request)
        if over := _over(request, invitation):
            return over
        if not admits(request.COOKIES.get(MARK, ""), invitation):
            return redirect("sign", token)
        at = desk.Desk(invitation.signer, Route.ONLINE, "sign", (token,))
        answer = page(request, at, *args, **kwargs)
        if MARK not in answer.cookies:
            _mark(answer, invitation, token)
        return answer

    return through


@FORM
@public(WHY)
def sign(request: HttpRequest, token: str) -> HttpResponseBase:
    """The first page: initials and one question. With the right answer, on to everything."""
    invitation = Invitation.objects.with_token(token)
    if invitation is None:
        return no_such_link(request)
    if over := _over(request, invitation):
        return over
    child = asked_about(invitation.signer)
    assert child is not None  # otherwise the link is over
    form = FactForm(request.POST if request.method == "POST" else None, whose=initials(child))
    if form.is_valid():
        if pace.is_too_fast(f"aup.fact.{invitation.pk}", **TRIES_A_LINK):
            return _too_fast(request)
        if confirm(invitation, form.told):
            answer = redirect("sign_home", token)
            _mark(answer, invitation, token)
            return answer
        if over := _over(request, invitation):
            return over
        form.refuse(tries_left(invitation))
    context = {
        "title": "Read and sign",
        "form": form,
        "submit_label": "Continue",
        "school": invitation.school,
        "frame": "aup/public_page.html",
    }
    return render(request, "aup/fact.html", context, status=422 if form.is_bound else 200)


@require_safe
@public(WHY)
@opened
def sign_home(request: HttpRequest, at: desk.Desk) -> HttpResponse:
    """Everything of this holder."""
    return desk.home(request, at)


@FORM
@public(WHY)
@opened
def sign_one(request: HttpRequest, at: desk.Desk, audience: str, about: int) -> HttpResponse:
    """One agreement."""
    return desk.sign(request, at, audience, about)


@FORM
@public(WHY)
@opened
def sign_consents(request: HttpRequest, at: desk.Desk, child: int) -> HttpResponse:
    """What is allowed for one child."""
    return desk.consents(request, at, child)


@require_safe
@public(WHY)
@opened
def sign_copy(request: HttpRequest, at: desk.Desk, reference: str) -> HttpResponseBase:
    """A signed copy."""
    return desk.copy(request, at, reference)


@require_POST
@public(WHY)
def sign_finish(request: HttpRequest, token: str) -> HttpResponse:
    """Leave, so that the next person at this device is asked for the fact again."""
    context = {"title": "You have finished", "frame": "aup/public_page.html"}
    answer = render(request, "aup/finished.html", context)
    answer.delete_cookie(MARK, path=_path(token))
    return answer


def no_such_link(request: HttpRequest) -> HttpResponse:
    """Cut off, mistyped, invented: the same bytes for all of them."""
    context = {"title": "This link does not work", "frame": "aup/public_page.html"}
    return render(request, "aup/no_such_link.html", context, status=404)


def _over(request: HttpRequest, invitation: Invitation) -> HttpResponse | None:
    """What a real link that no longer opens says: what to do next, and nothing of whom it was for."""
    state = invitation.link_state
    if state == LinkState.LIVE and asked_about(invitation.signer) is not None:
        return None
    context = {
        "title": "This link is locked" if state == LinkState.LOCKED else "This link is over",
        "is_locked": state == LinkState.LOCKED,
        "frame": "aup/public_page.html",
    }
    return render(request, "aup/link_over.html", context, status=GONE)


def _too_fast(request: HttpRequest) -> HttpResponse:
    context = {"title": "Too many tries", "frame": "aup/public_page.html"}
    answer = render(request, "aup/too_fast.html", context, status=429)
    answer["Retry-After"] = str(TRIES_A_LINK["seconds"])
    return answer


def _mark(answer: HttpResponseBase, invitation: Invitation, token: str) -> None:
    """Half an hour on this device, for this link only."""
    answer.set_cookie(
        MARK,
        mark_for(invitation),
        max_age=MARK_SECONDS,
        path=_path(token),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _path(token: str) -> str:
    return f"/agreements/sign/{token}/"
