"""Passphrases that are read out on the telephone: plain words, drawn by the system's random source.

Four of at least 2,048 words are 44 bits; a link closes after five wrong ones. A file that is sealed has six.
"""

from __future__ import annotations

import re
import secrets
from functools import lru_cache
from importlib import resources

WORDS = 4
SEALING_WORDS = 6
"""What seals a file that stays with somebody else can be tried without end: 66 bits."""


def draw() -> str:
    """A new passphrase, such as `maple river seven kettle`."""
    return " ".join(secrets.choice(words()) for _ in range(WORDS))


def out_of(secret: bytes) -> str:
    """Six words worked out from 32 secret bytes, always the same from the same."""
    number, drawn = int.from_bytes(secret), []
    for _ in range(SEALING_WORDS):
        number, place = divmod(number, len(words()))
        drawn.append(words()[place])
    return " ".join(drawn)


def plain(typed: str) -> str:
    """A passphrase as it is compared: capitals, hyphens, commas and further spaces do not matter."""
    return " ".join(re.findall(r"[a-z]+", typed.lower()))


@lru_cache(maxsize=1)
def words() -> tuple[str, ...]:
    """The list: short, common, easy to say, none that would jar in a conversation about a child."""
    return tuple(resources.files("esafety.papers").joinpath("words.txt").read_text().split())
