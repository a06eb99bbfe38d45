"""Reading plain text and email as they arrive: whole letters, nothing that a program would carry out."""

from __future__ import annotations

import codecs
import re
from typing import Final

_CONTROLS: Final = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
_STARTS: Final = (
    b"<!doctype", b"<html", b"<svg", b"<?xml", b"<?php", b"<script", b"#!", b"{\\rtf", b"%pdf", b"%!ps", b"mz",
    b"pk\x03\x04", b"\x7felf", b"\xff\xd8\xff", b"\x89png", b"gif8",
)  # fmt: skip
_NOT_TEXT: Final = (
    "The file’s name says that it is text, and it is something else. Send the original under its own name"
)
_NOT_UTF8: Final = "The file is not written as UTF-8. Open it and save it as plain text in UTF-8, or as PDF"
_NO_MESSAGE: Final = "The file is no email message: it does not begin with the lines From, To and Subject"
_HEADER: Final = re.compile(rb"\A(?:From [^\n]*\n)?[!-9;-~]{1,76}:[^\n]*\r?\n")


class TextReader:
    """One text as it arrives. A message (`loose`) may hold eight-bit letters of another alphabet."""

    def __init__(self, *, loose: bool) -> None:
        self._loose = loose
        self._decoder = codecs.getincrementaldecoder("utf-8")("strict")

    def of_head(self, head: bytes) -> str:
        """By what it begins with."""
        start = head.removeprefix(codecs.BOM_UTF8).lstrip().lower()
        if any(start.startswith(one) for one in _STARTS):
            return _NOT_TEXT
        return _NO_MESSAGE if self._loose and not _HEADER.match(head) else ""

    def of_piece(self, piece: bytes) -> str:
        """Letters only."""
        if _CONTROLS.search(piece):
            return _NOT_TEXT
        return "" if self._loose else self._decoded(piece, final=False)

    def of_whole(self) -> str:
        """No letter is cut in two."""
        return "" if self._loose else self._decoded(b"", final=True)

    def _decoded(self, piece: bytes, *, final: bool) -> str:
        try:
            self._decoder.decode(piece, final)
        except UnicodeDecodeError:
            return _NOT_UTF8
        return ""
