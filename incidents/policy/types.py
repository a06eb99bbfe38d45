"""What each type of incident means for routing, one row a type.

Source: domain/routing.md (rows on risk of harm, illegal material, the three kinds police must hear of);
domain/incident-record.md, part B (risk areas).
"""

from __future__ import annotations

from typing import NamedTuple

from incidents.vocabulary import IncidentType as T
from incidents.vocabulary import RiskArea as R


class TypeRule(NamedTuple):
    """One type: its usual risk area; whether a child may be at risk of harm; whether material may be
    illegal; whether the police must have been told before closing (E N.B.); whether it is unsuitable
    content that a filter should stop; whether it is a technical matter."""

    type: T
    risk_area: R
    at_risk: bool
    illegal: bool
    police: bool
    content: bool
    technical: bool
    source: str


_, Y = False, True

# fmt: off
TYPES: tuple[TypeRule, ...] = (
    #        type                   risk area    risk illegal police content technical source
    TypeRule(T.BULLYING,            R.CONDUCT,   _,   _,      _,     _,      _,        "C 4.5"),
    TypeRule(T.BYPASS,              R.CONDUCT,   _,   _,      _,     _,      Y,        "C 5.1.3"),
    TypeRule(T.HACKING,             R.CONDUCT,   _,   _,      _,     _,      Y,        "B, C 5.1.3"),
    TypeRule(T.HATE,                R.CONTENT,   _,   _,      _,     Y,      _,        "C 4.2, C 5.1"),
    TypeRule(T.TERRORIST,           R.CONTENT,   Y,   Y,      _,     Y,      _,        "C 4.8, A flow illegal"),
    TypeRule(T.GROOMING,            R.CONTACT,   Y,   _,      Y,     _,      _,        "C 4.7, E N.B."),
    TypeRule(T.RADICALISATION,      R.CONTACT,   Y,   _,      _,     _,      _,        "C 4.8"),
    TypeRule(T.CSA_IMAGES,          R.CONTENT,   Y,   Y,      Y,     Y,      _,        "A flow illegal, E N.B."),
    TypeRule(T.GAMBLING,            R.COMMERCE,  _,   _,      _,     Y,      _,        "C 4.2"),
    TypeRule(T.SOFT_PORN,           R.CONTENT,   _,   _,      _,     Y,      _,        "C 4.2"),
    TypeRule(T.ILLEGAL_PORN,        R.CONTENT,   Y,   Y,      _,     Y,      _,        "A flow illegal"),
    TypeRule(T.OTHER,               R.CONTENT,   _,   _,      _,     _,      _,        "C App. 4"),
    TypeRule(T.NUDES,               R.CONDUCT,   Y,   _,      _,     _,      _,        "C 4.6"),
    TypeRule(T.SEXUAL_HARASSMENT,   R.CONDUCT,   Y,   _,      _,     _,      _,        "C 4.6"),
    TypeRule(T.ADULT_CONTACT,       R.CONTACT,   Y,   _,      _,     _,      _,        "C 4.7"),
    TypeRule(T.OBSCENE_TO_CHILD,    R.CONTACT,   Y,   _,      Y,     _,      _,        "E N.B."),
    TypeRule(T.SELF_HARM,           R.CONTENT,   Y,   _,      _,     Y,      _,        "C 4.9"),
    TypeRule(T.STAFF_PUPIL_CONTACT, R.CONTACT,   Y,   _,      _,     _,      _,        "E staff E, C 4.4"),
    TypeRule(T.STAFF_COMMENTS,      R.CONDUCT,   _,   _,      _,     _,      _,        "C 4.5.4"),
    TypeRule(T.DATA_LOSS,           R.CONDUCT,   _,   _,      _,     _,      _,        "C 3.2"),
    TypeRule(T.COPYRIGHT,           R.COMMERCE,  _,   _,      _,     _,      _,        "A, E"),
    TypeRule(T.GAMING,              R.COMMERCE,  _,   _,      _,     Y,      _,        "C 1.2.3"),
    TypeRule(T.SCAM,                R.COMMERCE,  _,   _,      _,     _,      _,        "C 1.2.3"),
    TypeRule(T.DEVICE_MISUSE,       R.CONDUCT,   _,   _,      _,     _,      _,        "D"),
    TypeRule(T.TECHNICAL,           R.CONDUCT,   _,   _,      _,     _,      Y,        "B technical"),
)
# fmt: on

RULE_OF: dict[str, TypeRule] = {rule.type.value: rule for rule in TYPES}


def _types(column: str) -> frozenset[T]:
    return frozenset(rule.type for rule in TYPES if getattr(rule, column))


AT_RISK = _types("at_risk")
ILLEGAL = _types("illegal")
POLICE_REQUIRED = _types("police")
UNSUITABLE_CONTENT = _types("content")
TECHNICAL = _types("technical")
EXTREMISM = frozenset({T.TERRORIST, T.RADICALISATION})
MAY_HARM = frozenset(
    {T.GROOMING, T.CSA_IMAGES, T.NUDES, T.OBSCENE_TO_CHILD, T.STAFF_PUPIL_CONTACT, T.ADULT_CONTACT}
)
"""Types that by themselves suggest a member of staff may have met the harm test (C 4.4, 5.2.2)."""
NEVER_PASSED_ON = ILLEGAL | POLICE_REQUIRED
"""Of these the school hands no web address on, not to be blocked either: it may be illegal to open (E N.B.)."""
NEVER_LOW_LEVEL = MAY_HARM | ILLEGAL | POLICE_REQUIRED
"""Types that no triage makes a low-level concern: what they describe may meet the harm threshold by itself."""
