"""What has no business inside a picture, a PDF, a sound or a film, and what shows that it is whole.

A file that is two things at once (a picture that is also a web page, a program or an archive) is how a
harmless name brings in harm. The virus scanner looks deeper; this holds without one.
"""

from __future__ import annotations

import re
from io import BytesIO
from typing import Final

from esafety.papers.receiving.compressed import UNREADABLE, CannotBeRead, found_in
from esafety.papers.receiving.kinds import JPEG, PDF, PICTURES, PNG, Kind

_OVERLAP: Final = 64
"""Bytes; longer than every mark, each of its letters written as `#4a`."""
_ESCAPED: Final = re.compile(rb"#([0-9a-fA-F]{2})")
_TAIL: Final = 66 * 1024
"""The end of an archive lies within this many bytes of the end of the file."""
_MOST_PIXELS: Final = 200_000_000
_PAGE: Final = (b"<?php ", b"<?php\n", b"<?php\r", b"<script", b"<!doctype html", b"<html>", b"<html ")
_IN_PDF: Final = (
    (b"/JavaScript", "This PDF holds a program. Print it to a new PDF and send that"),
    (b"/Launch", "This PDF starts other programs. Print it to a new PDF and send that"),
    (b"/EmbeddedFile", "This PDF holds other files. Send each of them by itself"),
    (b"/RichMedia", "This PDF holds films or programs. Print it to a new PDF and send that"),
    (
        b"/Encrypt",
        "This PDF is locked, so it cannot be checked for viruses. Save it without a password and send that",
    ),
)
COMPRESSED: Final = (b"/ObjStm", b"/First")
"""What every stream of compressed objects has in its own clear words."""
SEALED_WITH: Final = b"/Encrypt"
HOLDS_FILES: Final = b"/EmbeddedFile"
_TWO_THINGS: Final = (
    "The file is more than it seems: something else is hidden in it. Print it to PDF and send that"
)
_NOT_WHOLE: Final = "The file is not whole. Save it again, or send the original"
_TOO_MANY_PIXELS: Final = "The picture is far larger than any camera makes. Send the original"
_PROGRAM: Final = b"This program cannot be run in DOS mode"


def _letter(escaped: re.Match[bytes]) -> bytes:
    """A letter of a name in a PDF that is written by its number: `/Java#53cript` is `/JavaScript`."""
    return bytes.fromhex(escaped[1].decode())


class Marks:
    """One file as it arrives, looked through piece by piece."""

    def __init__(self, kind: Kind, allowed: frozenset[bytes] = frozenset()) -> None:
        """Of what has no business in a PDF, `allowed` is noted in `seen` instead of refused."""
        self._kind = kind
        self._allowed = allowed
        self.seen: set[bytes] = set()
        self.is_compressed = False
        self._last = b""
        self._tail = b""
        self._ended = False

    def of_head(self, head: bytes) -> str:
        """A picture that says how large it is must be of a size that exists."""
        if self._kind is PNG:
            wide, high = int.from_bytes(head[16:20], "big"), int.from_bytes(head[20:24], "big")
            if head[12:16] != b"IHDR" or not wide or not high:
                return _NOT_WHOLE
            return _TOO_MANY_PIXELS if wide * high > _MOST_PIXELS else ""
        return ""

    def of_piece(self, piece: bytes) -> str:
        """Look at a piece together with the end of the one before."""
        here = self._last + piece
        self._last, self._tail = here[-_OVERLAP:], (self._tail + piece)[-_TAIL:]
        self._ended = self._ended or (self._kind is JPEG and b"\xff\xd9" in here)
        if self._kind is PDF and (why := self._in_pdf(here)):
            return why
        if _PROGRAM in here:
            return _TWO_THINGS
        if self._kind is PDF or self._kind in PICTURES:
            small = here.lower()
            return _TWO_THINGS if any(mark in small for mark in _PAGE) else ""
        return ""

    def _in_pdf(self, here: bytes) -> str:
        plain = _ESCAPED.sub(_letter, here)
        self.is_compressed = self.is_compressed or any(mark in plain for mark in COMPRESSED)
        return self._noted({mark for mark, _ in _IN_PDF if mark in plain})

    def of_compressed(self, content: BytesIO) -> str:
        """Look at what a PDF holds compressed too. What is sealed is looked at when it is opened."""
        if not self.is_compressed or SEALED_WITH in self.seen:
            return ""
        try:
            return self._noted(
                found_in(content.getvalue(), [mark for mark, _ in _IN_PDF if mark != SEALED_WITH])
            )
        except CannotBeRead:
            return UNREADABLE

    def _noted(self, found: set[bytes]) -> str:
        self.seen |= found
        return next((why for mark, why in _IN_PDF if mark in found - self._allowed), "")

    def of_whole(self) -> str:
        """It ends as its kind ends, and no archive hangs behind it."""
        if b"PK\x05\x06" in self._tail:
            return _TWO_THINGS
        whole = {
            PDF: b"%%EOF" in self._tail[-2048:],
            PNG: self._tail.endswith(b"IEND\xaeB`\x82"),
            JPEG: self._ended,
        }
        return "" if whole.get(self._kind, True) else _NOT_WHOLE
