"""Words in what a PDF holds compressed, found by a short-lived process (`decompressor`)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from esafety.papers import confined

_SCRIPT: Final = Path(__file__).with_name("decompressor.py")
UNREADABLE: Final = (
    "This PDF cannot be looked into: it is damaged, or made to be too much work. Print it to a new PDF and "
    "send that"
)


class CannotBeRead(Exception):
    """It is broken, or would take too much memory or time."""


def found_in(content: bytes, marks: Iterable[bytes]) -> set[bytes]:
    """Which of these words stand in it. Raises CannotBeRead. At most half a minute, whatever the file is."""
    asked = {"marks": [mark.decode() for mark in marks]}
    said = confined.heard(_SCRIPT, asked, content)
    found = json.loads(said) if said else None
    if found is None:
        raise CannotBeRead
    return {mark.encode() for mark in found}
