"""What people do when they sign in, through the pages."""

from __future__ import annotations

import time

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.test import Client
from django.urls import reverse

from esafety.people.models import User
from tests.signin.conftest import PASSWORD


def give_password(client: Client, email: str, password: str = PASSWORD, **more: str):
    return client.post(reverse("account_login"), {"login": email, "password": password, **more})


def give_code(client: Client, code: str):
    return client.post(reverse("mfa_authenticate"), {"code": code})


def app_for(user: User) -> str:
    """Set up an authenticator app, as if long ago. Gives its secret."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    RecoveryCodes.activate(user).mark_as_viewed()  # does nothing where there are codes already
    return secret


def code_of(secret: str, *, steps_on: int = 0) -> str:
    """What the app shows now, or some half minutes on."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps_on))


def sign_in(client: Client, user: User, secret: str | None = None) -> None:
    give_password(client, user.email)
    if secret:
        give_code(client, code_of(secret))
    assert client.session["_auth_user_id"] == str(user.pk)


def age(client: Client, key: str, seconds: int) -> None:
    """Move one of the session's times into the past."""
    session = client.session
    session[key] -= seconds
    session.save()


def trail() -> list[str]:
    from esafety.audit.models import AuditEvent

    return list(AuditEvent.objects.order_by("number").values_list("code", flat=True))
