"""Turning bytes into a sealed file and back, a chunk at a time, so that memory does not grow with the file.

Layout: `ESF1`, 7 random bytes, then chunks of 64 KiB each encrypted by AES-256-GCM with a 16-byte tag.
The nonce is the random prefix, the chunk's number and whether it is the last; the name of the file
is authenticated with each chunk. So a flipped bit, a lost end, chunks exchanged and files exchanged
are all refused.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Iterator
from typing import BinaryIO, NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

CHUNK = 64 * 1024
_MAGIC = b"ESF1"
_PREFIX = 7
_TAG = 16


class BrokenSeal(ValueError):
    """A sealed file was altered, shortened or exchanged."""


class Sealed(NamedTuple):
    """What was sealed: its size in bytes and its SHA-256 in hexadecimal digits, both before encryption."""

    size: int
    sha256: str


def new_file_key() -> bytes:
    """A fresh key for one file."""
    return AESGCM.generate_key(bit_length=256)


class Sealer:
    """Seals bytes as they arrive, so that only `key` and `name` together open them.

    `write` as often as there is something, then `finish` once; without it nothing can be opened.
    """

    def __init__(self, into: BinaryIO, *, key: bytes, name: str) -> None:
        self._into, self._cipher, self._name = into, AESGCM(key), name.encode()
        self._prefix = secrets.token_bytes(_PREFIX)
        self._waiting, self._number, self._digest = bytearray(), 0, hashlib.sha256()
        self.size = 0
        into.write(_MAGIC + self._prefix)

    def write(self, piece: bytes) -> None:
        """Take some bytes. The last chunk waits: only `finish` knows that it is the last."""
        self._waiting += piece
        while len(self._waiting) > CHUNK:
            self._seal(bytes(self._waiting[:CHUNK]), last=False)
            del self._waiting[:CHUNK]

    def finish(self) -> Sealed:
        """Seal what waits as the last chunk, and say what was sealed."""
        self._seal(bytes(self._waiting), last=True)
        self._waiting.clear()
        return Sealed(self.size, self._digest.hexdigest())

    def _seal(self, chunk: bytes, *, last: bool) -> None:
        self._digest.update(chunk)
        self.size += len(chunk)
        self._into.write(self._cipher.encrypt(_nonce(self._prefix, self._number, last), chunk, self._name))
        self._number += 1


def seal(source: Iterable[bytes], into: BinaryIO, *, key: bytes, name: str) -> Sealed:
    """Write `source` to `into` so that only `key` and `name` together open it."""
    sealer = Sealer(into, key=key, name=name)
    for piece in source:
        sealer.write(piece)
    return sealer.finish()


def unseal(sealed: BinaryIO, *, key: bytes, name: str) -> Iterator[bytes]:
    """The bytes that were sealed, a chunk at a time. Raises BrokenSeal, perhaps only at the end."""
    head = sealed.read(len(_MAGIC) + _PREFIX)
    if len(head) != len(_MAGIC) + _PREFIX or not head.startswith(_MAGIC):
        raise BrokenSeal("This is not a sealed file")
    cipher, prefix = AESGCM(key), head[len(_MAGIC) :]
    pieces = iter(lambda: sealed.read(CHUNK + _TAG), b"")
    for number, (piece, last) in enumerate(_marking_last(pieces)):
        try:
            yield cipher.decrypt(_nonce(prefix, number, last), piece, name.encode())
        except InvalidTag as error:
            raise BrokenSeal("This file was altered") from error


def _marking_last(pieces: Iterator[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Each piece, and whether it is the last. Nothing at all counts as one empty piece."""
    held = next(pieces, b"")
    for piece in pieces:
        yield held, False
        held = piece
    yield held, True


def _nonce(prefix: bytes, number: int, last: bool) -> bytes:
    return prefix + number.to_bytes(4, "big") + bytes([last])
