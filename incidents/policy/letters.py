"""Letters: to whom each kind goes, what is filled in, what is asked, and which need a second person.

Sources: C 4.3, C 4.5, C 5, E 6.1, A 12 (letters home, meeting, signing anew), A 13, D 3.7-3.12 (complaints),
C 3.2 (what leaves the school is encrypted); domain/sanctions.md, last paragraph: reviewed before it leaves, and kept.
"""

from __future__ import annotations

from enum import StrEnum
from string import Formatter
from typing import NamedTuple

from incidents.vocabulary import Lane
from incidents.vocabulary.letters import LetterKind as K


class To(StrEnum):
    """Whom a kind of letter is for."""

    PARENT = "parent"
    OUTSIDE = "outside"
    ANYBODY = "anybody"


class LetterRule(NamedTuple):
    """One kind of letter. `asks` are the placeholders whose words the writer gives; `serious`: a second person."""

    kind: K
    to: To
    asks: tuple[str, ...]
    serious: bool
    source: str


_R = LetterRule

# fmt: off
RULES: dict[K, LetterRule] = {rule.kind: rule for rule in (
    _R(K.PARENTS_INFORMED,       To.PARENT,  ("what",),                              False, "C 4.3, C 4.5"),
    _R(K.SANCTION_A,             To.PARENT,  ("what",),                              False, "C 5.1 A, E 6.1"),
    _R(K.SANCTION_B,             To.PARENT,  ("what", "starts", "ends"),             False, "C 5.1 B, E 6.1"),
    _R(K.SANCTION_C,             To.PARENT,  ("what", "starts", "ends", "meeting"),  True,  "C 5.1 C and D"),
    _R(K.MEETING,                To.PARENT,  ("what", "meeting"),                    False, "A 12"),
    _R(K.ACCESS_WITHDRAWN,       To.PARENT,  ("what", "starts", "ends"),             True,  "B, E 6.1"),
    _R(K.ACCESS_RESTORED,        To.PARENT,  ("what", "starts"),                     False, "sanctions.md"),
    _R(K.DEVICE_CONFISCATED,     To.PARENT,  ("what", "item", "meeting"),            False, "E 4.1, D 2.55"),
    _R(K.COVER_POLICE,           To.OUTSIDE, ("what",),                              True,  "C 4.4, A flow illegal"),
    _R(K.COVER_AUTHORITY,        To.OUTSIDE, ("what",),                              True,  "C 4.1, C App. 4"),
    _R(K.COMPLAINT_ACKNOWLEDGED, To.ANYBODY, ("what", "ends"),                       False, "A 13, D 3.7"),
    _R(K.COMPLAINT_ANSWERED,     To.ANYBODY, ("what",),                              True,  "A 13, D 3.8-3.12"),
)}
# fmt: on

ALWAYS = ("recipient", "child", "reference", "date", "school", "sender", "post")
"""Placeholders that are filled in by the product."""
_BARRED = {K.COVER_POLICE: {"child"}, K.COVER_AUTHORITY: {"child"}}
"""What a kind may not hold: a covering letter names no child, what lies with it does."""


def placeholders(kind: K) -> tuple[str, ...]:
    """What the text of this kind may hold between braces."""
    barred = _BARRED.get(kind, set()) | ({"child"} if RULES[kind].to is To.ANYBODY else set())
    return tuple(name for name in (*ALWAYS, *RULES[kind].asks) if name not in barred)


def why_not_text(kind: K, text: str) -> str | None:
    """Why a text cannot be used, in a sentence that names what is wrong, or None."""
    try:
        parts = list(Formatter().parse(text))
    except ValueError:
        return "A curly bracket stands alone. Write what is filled in like {recipient}, and no other curly brackets."
    allowed = placeholders(kind)
    for _, name, form, conversion in parts:
        if name is not None and (name not in allowed or form or conversion):
            known = ", ".join(f"{{{one}}}" for one in allowed)
            return f"“{{{name}}}” cannot be filled in. In this letter you can use: {known}."
    return None


def needs_second(kind: K, lane: Lane) -> bool:
    """Whether somebody else approves the letter: serious kinds, and every matter that is closely held."""
    return RULES[kind].serious or lane != Lane.ONLINE_SAFETY
