"""The second step: who must have one, and whether this sign-in has taken it.

What counts is the session, not the account: a session opened with a stolen password stays outside even
after the account's holder has set a second step up elsewhere.
"""

from __future__ import annotations

from typing import Final

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import SessionBase

from esafety.access.roles import sees_cases
from esafety.people.models import User
from esafety.signin.sessions import end_sessions_of

KINDS: Final = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""Recovery codes stand in for a second step; alone they are none."""
NEEDS_ONE: Final = "Your account needs a second step. Set another one up before removing this one."
_TAKEN_BY = "second_step_taken_by"


def is_required(user: User | AnonymousUser) -> bool:
    """Whether an account must have a second step: it may see cases, and this is no demonstration."""
    return not settings.DEMO and isinstance(user, User) and sees_cases(user)


def has_one(user: User) -> bool:
    """Whether an account has set up an authenticator app or a passkey."""
    return Authenticator.objects.filter(user=user, type__in=KINDS).exists()


def may_remove(authenticator: Authenticator) -> bool:
    """Whether an account may do without this one: another remains, or none is required."""
    held = Authenticator.objects.filter(user=authenticator.user, type__in=KINDS)
    return held.exclude(pk=authenticator.pk).exists() or not is_required(authenticator.user)


def taken(session: SessionBase, user: User) -> bool:
    """Whether this sign-in has passed a second step of this account."""
    return session.get(_TAKEN_BY) == user.pk


def take(session: SessionBase, user: User) -> None:
    """Note that the second step was passed."""
    session[_TAKEN_BY] = user.pk


def lose(session: SessionBase) -> None:
    """Forget that the second step was passed."""
    session.pop(_TAKEN_BY, None)


def forget(user: User) -> None:
    """Remove every second step and every recovery code of an account, and sign it out everywhere.

    Whoever is then asked for a second step sets one up first. Called only when two people agreed to it.
    """
    Authenticator.objects.filter(user=user).delete()
    end_sessions_of(user)
