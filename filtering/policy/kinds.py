"""What each kind of request means: whether it names addresses, ends, needs notes, and who carries it out.

Source: domain/filtering.md, "Requests". C 3.6.1, 4.2, 3.6.3, 3.6.4; D 2.28, 2.42, 2.47; A 11.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from filtering.vocabulary import Kind


class CarriedOutBy(StrEnum):
    """Whose work an agreed request is."""

    PROVIDER = "provider"
    PLATFORM = "platform"
    TECHNICIAN = "technician"
    NOBODY = "nobody"


class Rule(NamedTuple):
    """One kind: `opens` something that must be shut again, `ends` on a day, is carried out by whom."""

    kind: Kind
    opens: bool
    addresses: bool
    ends: bool
    needs_notes: bool
    carried_out_by: CarriedOutBy
    source: str


_P, _L, _T, _N = CarriedOutBy.PROVIDER, CarriedOutBy.PLATFORM, CarriedOutBy.TECHNICIAN, CarriedOutBy.NOBODY

# fmt: off
RULES: tuple[Rule, ...] = (
    #    kind              opens  addresses ends   notes  carried out by  source
    Rule(Kind.UNBLOCK,     True,  True,     True,  False, _P, "C 3.6.1"),
    Rule(Kind.BLOCK,       False, True,     False, False, _P, "C 4.2, D 2.42"),
    Rule(Kind.EMAIL,       True,  True,     True,  False, _L, "C 3.6.3"),
    Rule(Kind.SOCIAL,      True,  True,     True,  False, _N, "C 3.6.3, 3.6.4, D 2.28"),
    Rule(Kind.TECHNOLOGY,  False, False,    False, True,  _T, "A 11, D 2.47"),
)
# fmt: on

RULE: dict[Kind, Rule] = {rule.kind: rule for rule in RULES}
OPENING = tuple(rule.kind for rule in RULES if rule.opens)
"""Kinds that open something: it has a last day, and is watched until somebody has seen that it is shut."""
