"""Why something may be kept back from an answer. Source: Data Protection Act 2018, the paragraph beside each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.db.models import TextChoices


class Exemption(TextChoices):
    """A reason to keep something back; each is judged for each entry, never for a whole kind of record."""

    OTHERS = "others", "It tells about somebody else, who did not agree"
    SERIOUS_HARM = "serious_harm", "It would be likely to cause serious harm to somebody’s health"
    CHILD_ABUSE = (
        "child_abuse",
        "It is about possible abuse of a child, and telling is not in the child’s interest",
    )
    WISHES = "wishes", "The child told it, trusting that this person would not learn of it"
    COURT = "court", "It is part of proceedings about a child before a court"
    CRIME = "crime", "Telling would make it harder to prevent or find out a crime"
    LEGAL = "legal", "It is advice of a lawyer, or was written for one"
    REFERENCE = "reference", "It is a confidential reference"
    NEGOTIATION = "negotiation", "It shows what the school means to negotiate"


SOURCE: Final = {
    Exemption.OTHERS: "Sch. 2 para. 16–17",
    Exemption.SERIOUS_HARM: "Sch. 3 para. 2–5 (health), 17–19 (education)",
    Exemption.CHILD_ABUSE: "Sch. 3 para. 21",
    Exemption.WISHES: "Sch. 3 para. 4 and 10",
    Exemption.COURT: "Sch. 3 para. 18",
    Exemption.CRIME: "Sch. 2 para. 2",
    Exemption.LEGAL: "Sch. 2 para. 19",
    Exemption.REFERENCE: "Sch. 2 para. 24",
    Exemption.NEGOTIATION: "Sch. 2 para. 23",
}

SILENT: Final = {
    Exemption.SERIOUS_HARM,
    Exemption.CHILD_ABUSE,
    Exemption.WISHES,
    Exemption.COURT,
    Exemption.CRIME,
}
"""Exemptions that are not named in the answer, since the name alone would tell what is protected (ICO, "What should we
tell the person?")."""


def reasons_told(kept_back: Iterable[str]) -> list[str]:
    """What an answer says of why something is missing, with the source; nothing where naming it would tell too much."""
    used = {Exemption(code) for code in kept_back}
    return [f"{one.label} ({SOURCE[one]})" for one in Exemption if one in used - SILENT]
