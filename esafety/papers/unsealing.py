"""Opening a sealed PDF that came from elsewhere, with its words: the other half of `sealed_pdf`.

The words are handed to one short-lived process (`confined`), so that they stand in no log, no list of processes and no
file. Nothing here trusts what is inside: names, sizes and contents are the caller's to judge.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from esafety.papers import confined, passphrases

MOST_BYTES: Final = 75 * 1024 * 1024
"""Bytes of all parts together, unpacked."""
_SCRIPT: Final = Path(__file__).with_name("unsealer.py")
_BROKEN: Final = (
    "This file cannot be taken apart: it is damaged, or made to be too much work. Ask the school to send it again"
)  # fmt: skip
_WHY: Final = {
    "words": "These words do not open the file. Ask for them again by telephone: small letters, one space between "
    "two words. The file you sent is still here",
    "not_sealed": "This file is not sealed with words",
    "other_seal": "This file is locked in another way than a sealed file of a pupil is. Open it with the password "
    "you were given, print it to a new PDF and send that as an ordinary document",
    "program": "This file holds a program or starts one when it is opened. Ask the school to send it again without",
    "twice": "Two files inside have the same name. Ask the school to send it again",
    "too_many": "There are far more files inside than a pupil’s file has. Ask the school what this is",
    "too_much": "What is inside unpacks to more than can be taken in. Ask the school to send it in two files",
}


class NotOpened(Exception):
    """Why a sealed file was not opened, in words for whoever typed the words."""

    def __init__(self, why: str, *, is_words: bool = False) -> None:
        super().__init__(why)
        self.is_words = is_words


def unseal(content: bytes, words: str) -> dict[str, bytes]:
    """The files inside a sealed PDF, by name. Raises NotOpened. At most half a minute, whatever the file is."""
    asked = {"tries": list(dict.fromkeys([words, passphrases.plain(words)])), "most_bytes": MOST_BYTES}
    return _heard(confined.heard(_SCRIPT, asked, content))


def _heard(said: bytes) -> dict[str, bytes]:
    line, _, rest = said.partition(b"\n")
    try:
        told = json.loads(line)
    except ValueError:
        raise NotOpened(_BROKEN) from None  # it was ended: too much memory, too long
    if told["verdict"] != "open":
        raise NotOpened(_WHY.get(told["verdict"], _BROKEN), is_words=told["verdict"] == "words")
    found, start = {}, 0
    for name, size in told["parts"]:
        found[name] = rest[start : start + size]
        start += size
    if start != len(rest):
        raise NotOpened(_BROKEN)
    return found
