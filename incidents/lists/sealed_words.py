"""Words typed into a search, made unreadable for the address bar.

What a list shows is kept in its address, so that Back, bookmarks and saved views work. But people search
for names, and addresses reach logs and browsers' histories: so the words travel sealed, and open again
only for the account that typed them.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

_PURPOSE = b"esafety words of a search, edition 1"


def sealed(words: str, account: int) -> str:
    """The words for an address: the same words give the same text, so that two searches can be told equal."""
    if not words:
        return ""
    made = _cipher(settings.SECRET_KEY).encrypt(words.encode(), [str(account).encode()])
    return urlsafe_b64encode(made).decode().rstrip("=")


def unsealed(text: str, account: int) -> str:
    """The words again; nothing when the text was altered, is somebody else's, or its key is gone."""
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        try:
            raw = urlsafe_b64decode(text + "=" * (-len(text) % 4))
            return _cipher(secret).decrypt(raw, [str(account).encode()]).decode()
        except (ValueError, InvalidTag):
            continue
    return ""


@lru_cache(maxsize=8)
def _cipher(secret: str) -> AESSIV:
    return AESSIV(HKDF(algorithm=SHA256(), length=64, salt=None, info=_PURPOSE).derive(secret.encode()))
