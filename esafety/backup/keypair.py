"""The pair of keys: the public half lies on the server and only seals, the private half lies in a safe and opens.

Both are written in groups of four letters and digits, with four bytes of a checksum, since somebody will one day type
the private one from paper on a bad day.
"""

from __future__ import annotations

import base64
import binascii
import hashlib

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

PUBLIC, PRIVATE = "SKPUB", "SKPRIVATE"
_CHECK = 4


class BadKey(ValueError):
    """What was given is not such a key, or was mistyped."""


def write_public(key: X25519PublicKey) -> str:
    """The public half as text: for `BACKUP_PUBLIC_KEY`."""
    return _write(PUBLIC, key.public_bytes_raw())


def write_private(key: X25519PrivateKey) -> str:
    """The private half as text: for paper, and never for the server."""
    return _write(PRIVATE, key.private_bytes_raw())


def read_public(text: str) -> X25519PublicKey:
    """Raises BadKey."""
    return X25519PublicKey.from_public_bytes(_read(PUBLIC, text))


def read_private(text: str) -> X25519PrivateKey:
    """Raises BadKey."""
    return X25519PrivateKey.from_private_bytes(_read(PRIVATE, text))


def key_id(key: X25519PublicKey) -> bytes:
    """Eight bytes that name a pair and say nothing else about it."""
    return hashlib.sha256(b"safekeep backup key" + key.public_bytes_raw()).digest()[:8]


def _write(kind: str, raw: bytes) -> str:
    letters = base64.b32encode(raw + _check(kind, raw)).decode().rstrip("=")
    return "-".join([kind, *(letters[at : at + 4] for at in range(0, len(letters), 4))])


def _read(kind: str, text: str) -> bytes:
    letters = "".join(text.upper().split()).replace("-", "")
    if not letters.startswith(kind):
        raise BadKey(f"A key of this kind begins with {kind}.")
    letters = letters[len(kind) :]
    try:
        both = base64.b32decode(letters + "=" * (-len(letters) % 8))
    except binascii.Error as error:
        raise BadKey("The key holds a character that no key has, or has the wrong length.") from error
    raw, check = both[:-_CHECK], both[-_CHECK:]
    if len(raw) != 32 or check != _check(kind, raw):
        raise BadKey("The key is mistyped: its check does not fit.")
    return raw


def _check(kind: str, raw: bytes) -> bytes:
    return hashlib.sha256(kind.encode() + raw).digest()[:_CHECK]
