"""Asking again who it is before a sensitive act (quality.md S11: at most five minutes ago)."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Final

from allauth.account.authentication import get_authentication_records
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from esafety.signin.limits import SIGNED_IN_AT
from esafety.signin.way_back import send_to

RECENT_SECONDS: Final = 300
FIRST_SET_UP_SECONDS: Final = 900
_HAD_NO_FACTOR = "signed_in_without_second_step"
_NOT_SENT: Final = "Confirm that it is you, then send the form again. Nothing was sent yet."
View = Callable[..., HttpResponseBase]


def recent_sign_in_required(view: View) -> View:
    """Open a page only to somebody who signed in, or confirmed who they are, in the last five minutes.

    Put it on the page that starts a sensitive act. The person confirms with their password, a code or a
    passkey and comes back to the same page. A form sent later than that is not carried out: the person
    is asked to confirm and sees the form's page again, with a sentence saying that nothing was sent. So
    keep such forms short.
    """

    @wraps(view)
    def asked(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if confirmed_recently(request):
            return view(request, *args, **kwargs)
        return ask_again(request)

    asked.step_up = True  # type: ignore[attr-defined]
    return asked


def ask_again(request: HttpRequest) -> HttpResponse:
    """Send the person to confirm who they are and back to this page. What a form held is kept nowhere."""
    if request.method not in {"GET", "HEAD"}:
        messages.warning(request, _NOT_SENT)
    return send_to(request, "account_reauthenticate")


def confirmed_recently(request: HttpRequest) -> bool:
    """Whether the last proof of who this is, at sign-in or since, is at most five minutes old.

    Coming back from the school's provider is none: whoever sits at a computer on which somebody is signed
    in there needs to press one button only.
    """
    records = get_authentication_records(request, request.user)
    proofs = [record["at"] for record in records if record["method"] != "socialaccount"]
    return bool(proofs) and time.time() - max(proofs) <= RECENT_SECONDS


def remember_factorless(request: HttpRequest) -> None:
    """Note that somebody signed in to an account that had no second step yet."""
    request.session[_HAD_NO_FACTOR] = True


def may_set_up_first_factor(request: HttpRequest) -> bool:
    """Whether the password was given a short while ago and there was no second step to ask for.

    Then setting one up, and reading the recovery codes that come with it, asks for nothing more. Fifteen
    minutes, since many first have to install an app.
    """
    signed_in_at = request.session.get(SIGNED_IN_AT, 0)
    return bool(request.session.get(_HAD_NO_FACTOR)) and time.time() - signed_in_at <= FIRST_SET_UP_SECONDS
