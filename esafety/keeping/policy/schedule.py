"""The retention schedule: one row a kind of record, with its source and how firmly the source says it.

Every period is the school's own within `least` and `most`; the numbers here are what it is offered.
Source: domain/records.md; reference/security.md 7; reference/field.md c12. Sources disagree, and the row says so.
"""

from __future__ import annotations

from typing import NamedTuple

from esafety.keeping.vocabulary import RecordKind as K
from esafety.keeping.vocabulary import Strength as S
from esafety.keeping.vocabulary import Trigger as T


class Rule(NamedTuple):
    """One kind: counted from what, how many years, within which bounds, whose word that is, what happens then."""

    kind: K
    trigger: T
    years: int
    least: int
    most: int
    strength: S
    source: str
    then: str

    @property
    def is_a_setting(self) -> bool:
        """Whether the school chooses within bounds."""
        return self.least < self.most


_TWO = "Review, then disposal by two people, here"
_AT_ONCE = (
    f"{_TWO}; due the day it is concluded, and what is needed for a child’s file is written there first"
)
_BY_YEAR = "Review of a school year’s together, then disposal by two people, here"

SCHEDULE: tuple[Rule, ...] = (
    Rule(
        K.SAFEGUARDING,
        T.BIRTH,
        25,
        25,
        75,
        S.SECTOR,
        "IRMS Schools Toolkit p. 93; others: to the 26th birthday, or 50 years",
        _TWO,
    ),
    Rule(
        K.RECEIVED,
        T.BIRTH,
        25,
        25,
        75,
        S.SECTOR,
        "IRMS Schools Toolkit p. 93: with the pupil’s safeguarding file",
        f"{_TWO}; one that was not kept is nobody’s, and counts from the day it came",
    ),
    Rule(
        K.SEXUAL_ABUSE,
        T.REVIEWED,
        10,
        1,
        10,
        S.STATUTORY,
        "KCSIE 399; IICSA final report H.5, Rec. 17 (up to 75 years)",
        "Reviewed and kept: never disposed of",
    ),
    Rule(
        K.ONLINE_SAFETY,
        T.CLOSED,
        6,
        1,
        75,
        S.SUGGESTED,
        "No authority found; current year + 6 (Limitation Act habit), others + 3",
        _TWO,
    ),
    Rule(
        K.ALLEGATION,
        T.ALLEGED,
        10,
        10,
        75,
        S.STATUTORY,
        "KCSIE Part 4, record keeping: whichever of this and the next row is longer",
        _TWO,
    ),
    Rule(
        K.ALLEGATION_AGE,
        T.ADULT_BIRTH,
        68,
        60,
        75,
        S.STATUTORY,
        "KCSIE Part 4: normal pension age",
        "With the row above",
    ),
    Rule(
        K.DISPROVED,
        T.CONCLUDED,
        0,
        0,
        0,
        S.STATUTORY,
        "KCSIE 397: removed from personnel records at once",
        _AT_ONCE,
    ),
    Rule(K.LOW_LEVEL, T.LEFT, 0, 0, 75, S.STATUTORY, "KCSIE Part 4: at least until they leave", _TWO),
    Rule(
        K.ALERT,
        T.YEAR_ENDED,
        6,
        1,
        75,
        S.SUGGESTED,
        "As other online-safety incidents",
        f"{_BY_YEAR}; one that one post alone reads stays, since a second person may not decide about it",
    ),
    Rule(
        K.AGREEMENT,
        T.SUPERSEDED,
        1,
        1,
        75,
        S.SUGGESTED,
        "No authority found; others: current year + 6. With the incident that cites it",
        f"{_BY_YEAR}; after the consents that rest on it. A visitor’s goes with the visits, as the row on equipment",
    ),
    Rule(
        K.AGREEMENT_STAFF,
        T.LEFT,
        6,
        6,
        75,
        S.SUGGESTED,
        "Limitation Act 1980; C 3.3 (part of the terms of employment)",
        _BY_YEAR,
    ),
    Rule(
        K.CONSENT,
        T.SUPERSEDED,
        1,
        1,
        75,
        S.SUGGESTED,
        "No authority found; a withdrawal acts at once",
        _BY_YEAR,
    ),
    Rule(K.FILTERING, T.YEAR_ENDED, 6, 3, 75, S.SUGGESTED, "Current year + 6; others + 3", _BY_YEAR),
    Rule(
        K.LOOK,
        T.YEAR_ENDED,
        6,
        3,
        75,
        S.SUGGESTED,
        "As the filtering log that it is part of",
        f"{_BY_YEAR}; by two who may both read it",
    ),
    Rule(K.TRAINING, T.LEFT, 6, 6, 75, S.SUGGESTED, "Current year + 6 (Limitation Act 1980)", _BY_YEAR),
    Rule(K.REPORT, T.NEVER, 0, 0, 0, S.SECTOR, "IRMS: permanent with the minutes", "Kept with the minutes"),
    Rule(
        K.OFFICE,
        T.YEAR_ENDED,
        6,
        1,
        75,
        S.SUGGESTED,
        "Six years after it ends (Limitation Act 1980)",
        f"{_BY_YEAR}; posts, contacts and what governors minute stay while the school uses the product",
    ),
    Rule(
        K.SIGN_IN,
        T.YEAR_ENDED,
        1,
        1,
        75,
        S.SUGGESTED,
        "NCSC: at least six months",
        "Stands in the audit trail, which is never shortened: none of it is removed",
    ),
    Rule(
        K.ROLL_LIST,
        T.RECORD,
        0,
        0,
        0,
        S.SUGGESTED,
        "Needed only to undo it",
        "Removed by itself a month after",
    ),
    Rule(
        K.TRAIL,
        T.RECORD,
        0,
        0,
        0,
        S.SUGGESTED,
        "Never before its record; then it holds codes and numbers only",
        "Kept: a chain with a hole proves nothing",
    ),
    Rule(
        K.LEDGER,
        T.NEVER,
        0,
        0,
        0,
        S.SUGGESTED,
        "ICO: show what was destroyed, when and by whom",
        "Kept for ever, without anybody’s data",
    ),
)

RULE: dict[K, Rule] = {rule.kind: rule for rule in SCHEDULE}
SETTINGS = tuple(rule for rule in SCHEDULE if rule.is_a_setting)
DEFAULT_YEARS: dict[K, int] = {rule.kind: rule.years for rule in SCHEDULE}
AT_MOST = 100
"""Records in one disposal (reference/security.md 7: "executes inside limits")."""
