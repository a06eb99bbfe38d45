"""The outside of a backup: whoever has the public key can close one, and only the private key opens it.

Layout: `SKB1`, the key's id (8 bytes), a fresh file key sealed to the public key by HPKE (RFC 9180: X25519,
HKDF-SHA256, AES-256-GCM; 80 bytes), then the content as `papers.sealing` writes it: chunks of 64 KiB under the file
key, numbered, the last one marked. A flipped bit, a cut end and exchanged chunks are all refused.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from esafety.backup.keypair import key_id
from esafety.backup.refusals import CannotRestore
from esafety.papers import sealing

_MAGIC = b"SKB1"
_ID = 8
_SEALED_KEY = 80
_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_INFO = b"safekeep backup, edition 1"
_NAME = "safekeep backup"


def closing(into: BinaryIO, public: X25519PublicKey) -> sealing.Sealer:
    """Write the head of a backup; what is given to the sealer follows, and `finish` closes it."""
    key = sealing.new_file_key()
    head = _MAGIC + key_id(public)
    into.write(head + _SUITE.encrypt(key, public, info=_INFO + head))
    return sealing.Sealer(into, key=key, name=_NAME)


def opened(sealed: BinaryIO, private: X25519PrivateKey, seen: Callable[[int], None]) -> io.BufferedReader:
    """The content as a stream; `seen` hears how many bytes each piece had. Raises CannotRestore, also while reading."""
    head = sealed.read(len(_MAGIC) + _ID)
    if len(head) < len(_MAGIC) + _ID or not head.startswith(_MAGIC):
        raise CannotRestore("This file is no Safekeep backup.")
    mine = key_id(private.public_key())
    if head[len(_MAGIC) :] != mine:
        made_for = head[len(_MAGIC) :].hex()
        raise CannotRestore(f"This backup is for the key {made_for}. The key you gave is {mine.hex()}.")
    try:
        key = _SUITE.decrypt(sealed.read(_SEALED_KEY), private, info=_INFO + head)
    except (InvalidTag, ValueError) as error:
        raise CannotRestore("The head of this backup is damaged or cut off. Use another copy.") from error
    return io.BufferedReader(_Stream(sealing.unseal(sealed, key=key, name=_NAME), seen), sealing.CHUNK)


class _Stream(io.RawIOBase):
    """Pieces, read like a file."""

    def __init__(self, pieces: Iterator[bytes], seen: Callable[[int], None]) -> None:
        self._pieces, self._seen, self._held = pieces, seen, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        if not self._held:
            self._held = self._next()
        taken = self._held[: len(buffer)]
        buffer[: len(taken)] = taken
        self._held = self._held[len(taken) :]
        return len(taken)

    def _next(self) -> bytes:
        try:
            piece = next(self._pieces, b"")
        except sealing.BrokenSeal as error:
            raise CannotRestore("This backup is damaged or cut off. Use another copy.") from error
        self._seen(len(piece))
        return piece
