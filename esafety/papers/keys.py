"""Master keys: they wrap the key of each kept file, so that rotating one rewrites 40 bytes a file.

The first of `FILES_KEY`, `FILES_KEY_FALLBACKS` wraps; the others only unwrap. Outside production an
empty `FILES_KEY` stands for `SECRET_KEY`.
"""

from __future__ import annotations

import hashlib
import hmac
from functools import lru_cache

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

_WRAPPING = b"esafety kept files, edition 1"
_LINKS = b"esafety document links, edition 1"


class UnknownKey(LookupError):
    """What was wrapped was altered, or its master key is not among the present ones."""


def present_key_id() -> str:
    """The id of the key that wraps now."""
    return _key_id(_secrets()[0])


def has(key_id: str) -> bool:
    """Whether what was wrapped under this key can be opened here."""
    return any(_key_id(secret) == key_id for secret in _secrets())


def wrap(file_key: bytes) -> tuple[str, str]:
    """The present key's id, and `file_key` wrapped under it (RFC 3394) as hexadecimal digits."""
    secret = _secrets()[0]
    return _key_id(secret), aes_key_wrap(_derived(secret, _WRAPPING), file_key).hex()


def unwrap(key_id: str, wrapped: str) -> bytes:
    """The file key that `wrap` wrapped. Raises UnknownKey."""
    try:
        return aes_key_unwrap(_derived(_secret(key_id), _WRAPPING), bytes.fromhex(wrapped))
    except (InvalidUnwrap, ValueError) as error:
        raise UnknownKey("The key of this file was altered") from error


def sign_link(key_id: str, salt: str) -> bytes:
    """32 bytes that only a holder of the master key can work out from `salt`. Raises UnknownKey."""
    return hmac.digest(_derived(_secret(key_id), _LINKS), salt.encode(), "sha256")


def _secrets() -> list[str]:
    if settings.FILES_KEY:
        return [settings.FILES_KEY, *settings.FILES_KEY_FALLBACKS]
    if settings.PRODUCTION:
        raise ImproperlyConfigured("Set FILES_KEY: kept files are encrypted with it. See .env.example.")
    return [settings.SECRET_KEY, *settings.FILES_KEY_FALLBACKS, *settings.SECRET_KEY_FALLBACKS]


def _secret(key_id: str) -> str:
    for secret in _secrets():
        if _key_id(secret) == key_id:
            return secret
    raise UnknownKey(f"The key {key_id} is not among FILES_KEY and FILES_KEY_FALLBACKS")


@lru_cache(maxsize=32)
def _derived(secret: str, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(secret.encode())


def _key_id(secret: str) -> str:
    return hashlib.sha256(_derived(secret, _WRAPPING)).hexdigest()[:16]
