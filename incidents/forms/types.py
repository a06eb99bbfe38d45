"""The types of incident as a person is asked for them: under the four areas of online risk.

Source: incidents/policy/types.py (A, KCSIE). On paper the order is the Appendix 4 form's.
"""

from __future__ import annotations

from incidents.policy.types import TYPES
from incidents.vocabulary import IncidentType, RiskArea

HEADINGS: dict[RiskArea, str] = {
    RiskArea.CONTENT: "Content: what somebody saw or shared",
    RiskArea.CONTACT: "Contact: who was in touch with whom",
    RiskArea.CONDUCT: "Conduct: what somebody did",
    RiskArea.COMMERCE: "Commerce: money, games and copies",
}

TYPES_BY_AREA = [
    *(
        (
            heading,
            [
                (rule.type.value, str(rule.type.label))
                for rule in TYPES
                if rule.risk_area == area and rule.type != IncidentType.OTHER
            ],
        )
        for area, heading in HEADINGS.items()
    ),
    (IncidentType.OTHER.value, str(IncidentType.OTHER.label)),
]
"""Choices of a form: groups, and last, in none of them, "something else"."""
