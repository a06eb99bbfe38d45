"""Passphrases that are read out on the telephone: four plain words, drawn by the system's random source.

Four of at least 2,048 words are 44 bits; a link closes after five wrong ones.
"""

from __future__ import annotations

import re
import secrets
from functools import lru_cache
from importlib import resources

WORDS = 4


def draw() -> str:
    """A new passphrase, such as `maple river seven kettle`."""
    return " ".join(secrets.choice(words()) for _ in range(WORDS))


def plain(typed: str) -> str:
    """A passphrase as it is compared: capitals, hyphens, commas and further spaces do not matter."""
    return " ".join(re.findall(r"[a-z]+", typed.lower()))


@lru_cache(maxsize=1)
def words() -> tuple[str, ...]:
    """The list: short, common, easy to say, none that would jar in a conversation about a child."""
    return tuple(resources.files("esafety.papers").joinpath("words.txt").read_text().split())
