"""What people do when they sign in, through the pages."""

from __future__ import annotations

import hashlib
import secrets
import time

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from allauth.mfa.webauthn.internal.auth import WebAuthn
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client
from django.urls import reverse
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

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


def passkey_for(user: User, name: str = "The laptop in the office") -> None:
    """Set up a passkey as a device makes one. Its secret is thrown away: it opens pages and never signs in."""
    key = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    made = AttestedCredentialData.create(bytes(16), secrets.token_bytes(16), key)
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | AuthenticatorData.FLAG.AT
    about = AuthenticatorData.create(hashlib.sha256(b"testserver").digest(), flags, 0, bytes(made))
    asked = CollectedClientData.create("webauthn.create", b"a challenge", "http://testserver")
    response = {
        "clientDataJSON": websafe_encode(asked),
        "attestationObject": websafe_encode(AttestationObject.create("none", about, {})),
    }
    identity = websafe_encode(made.credential_id)
    WebAuthn.add(user, name, {"id": identity, "rawId": identity, "type": "public-key", "response": response})
    RecoveryCodes.activate(user).mark_as_viewed()


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
