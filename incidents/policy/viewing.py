"""When a picture that may show a child may be looked at in a school at all: never, unless all of these hold.

Source: UKCIS, sharing nudes and semi-nudes (2024 edition), as reference/field.md 4.3 and c13 have it; security.md 5.1.
"""

from __future__ import annotations

from typing import NamedTuple

from esafety.people.vocabulary import Role
from incidents.vocabulary import IncidentType as T

EDITION = "2024"
VIEWERS = frozenset({Role.DSL, Role.DEPUTY_DSL})
"""Nobody else looks, and nobody else decides to."""
NEVER = frozenset({T.CSA_IMAGES, T.GROOMING, T.ADULT_CONTACT, T.STAFF_PUPIL_CONTACT, T.OBSCENE_TO_CHILD})
"""Where an adult has a part it is abuse: it goes to the police unseen."""
PRESET_YES = NEVER | {T.ILLEGAL_PORN, T.NUDES}
"""Kinds of incident where the gate takes "yes" for granted; only a safeguarding lead may say otherwise, and why."""


class Condition(NamedTuple):
    """One thing that must hold before anybody looks."""

    code: str
    words: str


CONDITIONS = (
    Condition("only_way", "There is no other way to decide what to do, and it has been reported as that"),
    Condition("safeguard", "It is needed to safeguard a child, and for no other reason"),
    Condition("no_adult", "Nothing suggests that an adult is involved, or that anybody was coerced"),
    Condition("head", "The head was told and agreed first"),
    Condition("second", "Another senior member of staff is in the room, and does not look"),
    Condition("place", "It is done on school premises, in the head’s office or a like place"),
    Condition("sex", "Where possible the person who looks is of the same sex as the child"),
    Condition("no_copy", "Nothing is copied, printed, sent, photographed or saved"),
)

NOT_BY_YOU = "Only a designated safeguarding lead or a deputy may decide to view. Tell them now."
AN_ADULT = "This is an incident of a kind where nobody in school looks: it goes to the police unseen."
NOT_ALL = "Unless all of these hold, nobody looks. Record that you decided not to view, and refer."
