"""The one calm page for everybody who is not let in."""

from __future__ import annotations

from typing import Final, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from esafety.audit import note
from esafety.signin.models import SignInProvider
from esafety.signin.vocabulary import SIGN_IN_FAILED, Refusal


class Words(NamedTuple):
    """What the page says. Whether there is an account, and in which state, is never told."""

    title: str
    text: str
    status: int


_NOT_LET_IN: Final = Words(
    "You could not be signed in",
    "{provider} did not tell us of an account that can be used here. Check that you chose your school account. "
    "If you did, ask your school office to compare the email address of your account here with the one at "
    "{provider}.",
    403,
)
_WORDS: Final = {
    Refusal.CANCELLED: Words(
        "You are not signed in",
        "You came back from {provider} without signing in. Nothing has happened.",
        200,
    ),
    Refusal.NOT_STARTED: Words(
        "Start again",
        "Signing in with {provider} took longer than ten minutes, or was started in another window.",
        400,
    ),
    Refusal.SILENT: Words(
        "{provider} does not answer",
        "It did not answer as it should within five seconds. Try again in a few minutes. If you have a password "
        "or a passkey here, you can use that meanwhile.",
        503,
    ),
}


def turn_away(request: HttpRequest, provider: SignInProvider, why: Refusal) -> HttpResponse:
    """Say so in the trail with the reason, and to the person without it."""
    detail = {"why": "single_sign_on", "reason": why.value, "provider": provider.kind}
    note(SIGN_IN_FAILED, by=None, school=None, about=provider, detail=detail)
    words = _WORDS.get(why, _NOT_LET_IN)
    title, text = (part.format(provider=provider.label) for part in (words.title, words.text))
    return render(request, "account/turned_away.html", {"title": title, "text": text}, status=words.status)
