"""What allauth and Django tell us happened, put on the trail.

These are other people's signals: they have no other way to say it. The house has none of its own.
"""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account
from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from django.contrib.auth import signals as auth
from django.http import HttpRequest

from esafety.access.roles import schools_of
from esafety.audit import Event, note
from esafety.people.models import User
from esafety.signin import limits, second_factor, vocabulary
from esafety.signin.once import spend
from esafety.signin.sessions import end_sessions_of
from esafety.signin.step_up import remember_factorless
from esafety.walls import enter


def listen() -> None:
    """Connect every listener once."""
    auth.user_logged_in.connect(on_session_begun, dispatch_uid="signin.begun")
    auth.user_logged_out.connect(on_signed_out, dispatch_uid="signin.out")
    account.user_logged_in.connect(on_signed_in, dispatch_uid="signin.in")
    account.authentication_step_completed.connect(on_confirmed, dispatch_uid="signin.confirmed")
    account.password_changed.connect(on_password_changed, dispatch_uid="signin.changed")
    account.password_reset.connect(on_password_reset, dispatch_uid="signin.reset")
    mfa.authenticator_added.connect(on_factor_added, dispatch_uid="signin.added")
    mfa.authenticator_removed.connect(on_factor_removed, dispatch_uid="signin.removed")
    mfa.authenticator_reset.connect(on_codes_made, dispatch_uid="signin.codes")
    mfa.authenticator_used.connect(on_factor_used, dispatch_uid="signin.used")
    mfa.authentication_failed.connect(on_factor_failed, dispatch_uid="signin.failed")


def on_session_begun(request: HttpRequest, user: User, **_: Any) -> None:
    limits.begin(request.session)
    enter(*schools_of(user))


def on_signed_in(request: HttpRequest, user: User, **_: Any) -> None:
    if not second_factor.has_one(user):
        remember_factorless(request)
    _tell(vocabulary.SIGNED_IN, user, method=_methods(request, user))


def on_signed_out(user: User | None, **_: Any) -> None:
    if user is not None:
        _tell(vocabulary.SIGNED_OUT, user)


def on_confirmed(user: User, method: str, **told: Any) -> None:
    if told.get("reauthenticated"):
        _tell(vocabulary.CONFIRMED, user, method=told.get("type", method))


def on_password_changed(request: HttpRequest, user: User, **_: Any) -> None:
    _tell(vocabulary.PASSWORD_CHANGED, user)
    _end_elsewhere(request, user)


def on_password_reset(request: HttpRequest, user: User, **_: Any) -> None:
    get_adapter().forget_failures(request, user)
    _tell(vocabulary.PASSWORD_RESET, user)
    _end_elsewhere(request, user)


def on_factor_added(request: HttpRequest, user: User, authenticator: Authenticator, **_: Any) -> None:
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        return on_codes_made(user, authenticator)
    if authenticator.type == Authenticator.Type.TOTP:
        spend(authenticator, request.POST.get("code", ""))
    second_factor.take(request.session, user)
    _tell(vocabulary.SECOND_FACTOR_ADDED, user, kind=authenticator.type)
    return _end_elsewhere(request, user)


def on_factor_removed(request: HttpRequest, user: User, authenticator: Authenticator, **_: Any) -> None:
    if not second_factor.has_one(user):
        second_factor.lose(request.session)
    _tell(vocabulary.SECOND_FACTOR_REMOVED, user, kind=authenticator.type)
    _end_elsewhere(request, user)


def on_codes_made(user: User, authenticator: Authenticator, **_: Any) -> None:
    """Reading the codes must not write (every GET only reads), so that they may be read is noted now."""
    authenticator.wrap().mark_as_viewed()
    _tell(vocabulary.RECOVERY_CODES_MADE, user)


def on_factor_used(request: HttpRequest, user: User, **_: Any) -> None:
    second_factor.take(request.session, user)


def on_factor_failed(user: User, **_: Any) -> None:
    note(vocabulary.SECOND_FACTOR_FAILED, by=None, school=None, about=user)


def _end_elsewhere(request: HttpRequest, user: User) -> None:
    if end_sessions_of(user, but=request.session.session_key):
        _tell(vocabulary.OTHER_SESSIONS_ENDED, user)


def _methods(request: HttpRequest, user: User) -> str:
    """How somebody proved who they are: "password", "password+totp", "webauthn"."""
    records = get_authentication_records(request, user)
    return "+".join(record.get("type", record["method"]) for record in records) or "unknown"


def _tell(what: Event, user: User, **detail: str) -> None:
    note(what, by=user, school=None, detail=detail)
