"""The pages about signing in that are ours, and what we add to allauth's."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from allauth.account import views as account
from allauth.account.adapter import get_adapter
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.webauthn import views as webauthn
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.template.response import TemplateResponse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_POST, require_safe

from esafety.audit import note
from esafety.people.models import User
from esafety.signin import limits, second_factor
from esafety.signin.forms import in_fours
from esafety.signin.over import end
from esafety.signin.sessions import end_sessions_of, places
from esafety.signin.single_sign_on.ways_in import ways_in
from esafety.signin.step_up import ask_again
from esafety.signin.vocabulary import OTHER_SESSIONS_ENDED, RECOVERY_CODES_VIEWED, SIGN_IN_FAILED, Ended
from esafety.signin.way_back import page_of, send_to
from esafety.signin.without_password import password_is_off

View = Callable[..., HttpResponse]
_NEARLY_OVER: Final = 30
"""Seconds: a browser's clock may say that the time is up just before ours does."""


def in_our_words(view: View, **words: Any) -> View:
    """Give allauth's page our title and labels, and a refused form the status of one (422).

    Where allauth wants to know again who it is, we ask: allauth would keep the whole request, with
    everything that was typed, in the session meanwhile.
    """

    @wraps(view)
    def worded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except ReauthenticationRequired:
            return ask_again(request)
        if isinstance(response, TemplateResponse):
            response.context_data = {**words, **(response.context_data or {})}
            response.status_code = 422 if request.method == "POST" else response.status_code
        return response

    return worded


# -- coming and going ------------------------------------------------------------------------------


def sign_in(request: HttpRequest) -> HttpResponse:
    """The sign-in page. It says why somebody is back here, and keeps the way to where they were."""
    if request.user.is_authenticated and limits.left(request.session).idle <= _NEARLY_OVER:
        end(request, Ended.IDLE)
    ended = getattr(request, "session_ended", None)
    if ended and request.method == "GET" and "next" not in request.GET:
        return send_to(request, "account_login", back=page_of(request, came_from=True), ended=ended)
    why = request.GET.get("ended", "")
    reason = Ended(why) if why in Ended.values else None
    return in_our_words(account.login, ended=reason, **ways_in())(request)


sign_in.unattended = True  # type: ignore[attr-defined]


def sign_in_by_passkey(request: HttpRequest) -> HttpResponse:
    """Sign in with a passkey alone. A refused one leads back to the sign-in page, which says so."""
    response = webauthn.login_webauthn(request)
    if request.method == "POST" and getattr(response, "url", "") == resolve_url("account_login"):
        note(SIGN_IN_FAILED, by=None, school=None, detail={"why": "passkey"})
        return _again(request, resolve_url("account_login"))
    return response


def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out, and have the browser forget what it kept of this site: the next user may be a pupil."""
    response = account.logout(request)
    if request.method == "POST":
        response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response


def confirm(request: HttpRequest) -> HttpResponse:
    """Confirm who it is. Somebody with nothing to confirm with is told what to do."""
    if not get_adapter(request).get_reauthentication_methods(_user(request)):
        return render(request, "account/sign_in_again.html", {"title": "Sign in again first"}, status=403)
    return account.reauthenticate(request)


def confirm_by_passkey(request: HttpRequest) -> HttpResponse:
    """Confirm who it is with a passkey. A refused one leads back to the same question."""
    response = webauthn.reauthenticate_webauthn(request)
    if request.method == "POST" and getattr(response, "url", "") == resolve_url("account_login"):
        return _again(request, request.path)
    return response


def _again(request: HttpRequest, url: str) -> HttpResponse:
    """The page that asked, still knowing where the person wants to go."""
    return redirect(f"{url}?{urlencode({'next': request.POST.get('next', '/')})}")


@require_POST
def stay_signed_in(request: HttpRequest) -> HttpResponse:
    """Start the idle clock again: somebody pressed the button."""
    limits.seen(request.session)
    return HttpResponse(status=204)


@require_safe
def session_state(request: HttpRequest) -> HttpResponse:
    """How many seconds are left, for scripts. Asking does not count as use."""
    if not request.user.is_authenticated:
        return JsonResponse({"signed_in": False, "idle": 0, "absolute": 0})
    left = limits.left(request.session)
    return JsonResponse({"signed_in": True, "idle": left.idle, "absolute": left.absolute})


session_state.unattended = True  # type: ignore[attr-defined]


# -- one's own account -----------------------------------------------------------------------------


@require_GET
def security(request: HttpRequest) -> HttpResponse:
    """How somebody signs in: password, second steps, recovery codes."""
    user = _user(request)
    held = Authenticator.objects.filter(user=user)
    codes = next((one.wrap() for one in held if one.type == Authenticator.Type.RECOVERY_CODES), None)
    context = {
        "title": "Your sign-in",
        "app": next((one for one in held if one.type == Authenticator.Type.TOTP), None),
        "passkeys": [one for one in held if one.type == Authenticator.Type.WEBAUTHN],
        "has_codes": codes is not None,
        "codes_left": len(codes.get_unused_codes()) if codes else 0,
        "is_required": second_factor.is_required(user),
        "password_is_off": password_is_off(user),
    }
    return render(request, "mfa/index.html", context)


@require_GET
def second_factor_needed(request: HttpRequest) -> HttpResponse:
    """Why nothing else opens yet, and what to do."""
    if second_factor.taken(request.session, _user(request)) or not second_factor.is_required(_user(request)):
        return redirect("home")
    return render(request, "mfa/needed.html", {"title": "Set up a second step"})


@require_safe
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """The recovery codes not used yet. The trail says that they were looked at."""
    response = recovery.view_recovery_codes(request)
    response.context_data["unused_codes"] = [in_fours(code) for code in response.context_data["unused_codes"]]
    note(RECOVERY_CODES_VIEWED, by=_user(request), school=None)
    return response


def remove_passkey(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a passkey, unless it is the only second step of somebody who needs one."""
    passkey = get_object_or_404(Authenticator, pk=pk, user=request.user, type=Authenticator.Type.WEBAUTHN)
    if not second_factor.may_remove(passkey):
        messages.error(request, second_factor.NEEDS_ONE)
        return redirect("mfa_index")
    return webauthn.remove_webauthn(request, pk=pk)


def to_security(request: HttpRequest) -> HttpResponse:
    """Where allauth would list passkeys: they are on the page about signing in."""
    return redirect("mfa_index")


def to_reset(request: HttpRequest) -> HttpResponse:
    """Somebody who signs in by passkey and has no password yet gets one by a link, like everybody."""
    return redirect("account_reset_password")


def where_signed_in(request: HttpRequest) -> HttpResponse:
    """Where an account is signed in, with one button to end it everywhere else."""
    user, here = _user(request), request.session.session_key
    if request.method == "POST":
        if end_sessions_of(user, but=here):
            note(OTHER_SESSIONS_ENDED, by=user, school=None)
        messages.success(request, "You are signed out everywhere else.")
        return redirect("usersessions_list")
    return render(
        request,
        "usersessions/usersession_list.html",
        {"title": "Where you are signed in", "places": places(user, here)},
    )


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
