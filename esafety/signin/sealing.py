"""Keeping second factors and secrets of sign-in providers unreadable in the database: AES-256-GCM under a
key derived from `FILES_KEY`.

A sealed text is `1.<key id>.<nonce and ciphertext>`, so that a rotated key is recognised and an
altered text is refused rather than misread.
"""

from __future__ import annotations

import hashlib
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

_PURPOSE = b"esafety second factors, edition 1"
_NONCE_BYTES = 12


class BrokenSealError(ValueError):
    """A sealed text was altered, or the key that sealed it is not among the present ones."""


def seal(text: str) -> str:
    """Make `text` unreadable without the present key."""
    secret = _secrets()[0]
    nonce = secrets.token_bytes(_NONCE_BYTES)
    sealed = nonce + AESGCM(_key(secret)).encrypt(nonce, text.encode(), _PURPOSE)
    return f"1.{_key_id(secret)}.{urlsafe_b64encode(sealed).decode()}"


def unseal(sealed: str) -> str:
    """The text that was sealed. Raises BrokenSealError."""
    try:
        _, key_id, body = sealed.split(".")
        secret = next(one for one in _secrets() if _key_id(one) == key_id)
        raw = urlsafe_b64decode(body)
        return AESGCM(_key(secret)).decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], _PURPOSE).decode()
    except (ValueError, StopIteration, InvalidTag) as error:
        raise BrokenSealError("What was sealed cannot be read with the present FILES_KEY") from error


def _secrets() -> list[str]:
    """What keys are derived from: the first seals, the others only open what was sealed before a change."""
    if settings.PRODUCTION and not settings.FILES_KEY:
        raise ImproperlyConfigured("Set FILES_KEY: second factors are sealed with it. See .env.example.")
    own = [settings.FILES_KEY, *settings.FILES_KEY_FALLBACKS]
    return [one for one in (*own, settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS) if one]


@lru_cache(maxsize=8)
def _key(secret: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE).derive(secret.encode())


def _key_id(secret: str) -> str:
    return hashlib.sha256(_key(secret)).hexdigest()[:8]
