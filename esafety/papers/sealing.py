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


def seal(source: Iterable[bytes], into: BinaryIO, *, key: bytes, name: str) -> Sealed:
    """Write `source` to `into` so that only `key` and `name` together open it."""
    cipher, prefix = AESGCM(key), secrets.token_bytes(_PREFIX)
    digest, size = hashlib.sha256(), 0
    into.write(_MAGIC + prefix)
    for number, (chunk, last) in enumerate(_marking_last(_in_chunks(source))):
        digest.update(chunk)
        size += len(chunk)
        into.write(cipher.encrypt(_nonce(prefix, number, last), chunk, name.encode()))
    return Sealed(size, digest.hexdigest())


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


def _in_chunks(source: Iterable[bytes]) -> Iterator[bytes]:
    waiting = bytearray()
    for piece in source:
        waiting += piece
        while len(waiting) >= CHUNK:
            yield bytes(waiting[:CHUNK])
            del waiting[:CHUNK]
    if waiting:
        yield bytes(waiting)


def _marking_last(pieces: Iterator[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Each piece, and whether it is the last. Nothing at all counts as one empty piece."""
    held = next(pieces, b"")
    for piece in pieces:
        yield held, False
        held = piece
    yield held, True


def _nonce(prefix: bytes, number: int, last: bool) -> bytes:
    return prefix + number.to_bytes(4, "big") + bytes([last])
