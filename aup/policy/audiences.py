"""Who signs what, when and how often. Source: domain/agreements.md, "Audiences and who signs".

A pupil's rules carry the consents: they are asked of the parent, once for each child, never of the child.
The parents' own agreement is signed by each parent for themselves and does not decide about a child's access.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from aup.vocabulary import Audience as A
from aup.vocabulary import Capacity

if TYPE_CHECKING:
    from aup.told import Place

SELF, GUARDIAN = Capacity.SELF, Capacity.GUARDIAN


class Rule(NamedTuple):
    """Who signs for an audience. `needed`: access waits for every one of them; `may`: welcome, never needed: a
    young child writes their name, or makes their mark, beside a parent's."""

    audience: A
    needed: tuple[Capacity, ...]
    may: tuple[Capacity, ...]
    asks_consents: bool
    each_visit: bool
    reading_age: int
    when: str
    source: str

    @property
    def signers(self) -> str:
        """Who signs, in words: "The pupil and a parent or carer"."""
        if GUARDIAN not in self.needed:
            return "Each for themselves"
        return "The pupil and a parent or carer" if SELF in self.needed else "A parent or carer for the child"


YEARLY, APPOINTED = "yearly, and on joining", "on appointment, and yearly"
RULES = (
    Rule(A.KS1,      (GUARDIAN,),      (SELF,), True,  False,  7, YEARLY,    "C App. 1, D, E"),
    Rule(A.KS2,      (GUARDIAN,),      (SELF,), True,  False,  9, YEARLY,    "C App. 1, D, E"),
    Rule(A.KS3_4,    (SELF, GUARDIAN), (),      True,  False, 12, YEARLY,    "C 3.3, E"),
    Rule(A.PARENT,   (SELF,),          (),      False, False, 12, YEARLY,    "C App. 1, E slip"),
    Rule(A.STAFF,    (SELF,),          (),      False, False, 14, APPOINTED, "C App. 3, D, E"),
    Rule(A.GOVERNOR, (SELF,),          (),      False, False, 14, APPOINTED, "C 2.2.2"),
    Rule(A.VISITOR,  (SELF,),          (),      False, True,  12, "before access: each visit, or yearly", "B, D 3.4"),
)  # fmt: skip
"""`reading_age` is ours: the age, in years, at which a reader should manage the text alone or hear it read."""

_BY_AUDIENCE = {rule.audience: rule for rule in RULES}
PUPIL_AUDIENCES = tuple(rule.audience for rule in RULES if GUARDIAN in rule.needed)


def rule_for(audience: str) -> Rule:
    """The rule of an audience."""
    return _BY_AUDIENCE[A(audience)]


def takes_mark(place: Place) -> bool:
    """Whether the child may write their own name beside this signature. Source: domain/agreements.md, KS1 and KS2."""
    return place.capacity == GUARDIAN and SELF in rule_for(place.audience).may


_EARLY = {"nursery", "reception", "preschool", "foundation", "early years"}
_STAGES = ((1, 2, A.KS1), (3, 6, A.KS2), (7, 13, A.KS3_4))
"""School years of England and Wales; the sixth form signs what the secondary school signs."""


def audience_of_year(year_group: str, years_back: int = 0) -> A | None:
    """Which rules a pupil of a year group follows, or followed some school years ago; None for words nobody can place.

    Understands "Year 5", "Y5", "5", "Reception", "Nursery 2". Source: ages in domain/agreements.md.
    """
    words = year_group.lower().replace("year", " ").replace("yr", " ").replace("y", " ").split()
    if any(year_group.lower().startswith(word) for word in _EARLY) or words[:1] == ["r"]:
        return A.KS1
    number = next((int(word) for word in words if word.isdecimal() and len(word) < 3), None)
    if number is None:
        return None
    if number - years_back < 1:
        return A.KS1
    return next((stage for first, last, stage in _STAGES if first <= number - years_back <= last), None)
