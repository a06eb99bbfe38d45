"""How an allegation can end, and what each ending asks of the record.

Source: KCSIE, "Record keeping" and "References"; reference/field.md 4.1, c9; domain/records.md.
"""

from __future__ import annotations

from typing import NamedTuple

from incidents.vocabulary import Finding as F


class FindingRule(NamedTuple):
    """One finding: its weight among several (the heaviest stands on the incident), and what is kept."""

    finding: F
    weight: int
    kept: str
    source: str


_LONG = "Until normal pension age, or 10 years if that is longer"

# fmt: off
FINDINGS: tuple[FindingRule, ...] = (
    FindingRule(F.SUBSTANTIATED,   5, f"{_LONG}; in references", "KCSIE"),
    FindingRule(F.UNSUBSTANTIATED, 4, f"{_LONG}; not in references", "KCSIE"),
    FindingRule(F.UNFOUNDED,       3, f"{_LONG}; not in references", "KCSIE"),
    FindingRule(F.LOW_LEVEL,       2, "Until the person leaves; not in references", "KCSIE; domain/records.md"),
    FindingRule(F.FALSE,           1, "Taken off the personnel file at once; a statistical trace only", "KCSIE"),
    FindingRule(F.MALICIOUS,       0, "Taken off the personnel file at once; a statistical trace only", "KCSIE"),
)
# fmt: on

WEIGHT: dict[str, int] = {row.finding.value: row.weight for row in FINDINGS}
KEPT: dict[str, str] = {row.finding.value: row.kept for row in FINDINGS}
