"""What the page of reviews shows."""

from __future__ import annotations

from typing import Any

from incidents.addresses import defanged
from incidents.models import Incident
from incidents.policy.viewing import CONDITIONS
from incidents.vocabulary.evidence import Reviewed


def reviews_of(incident: Incident) -> dict[str, Any]:
    """The computer, the reviews, the decisions about viewing and the searches. Four queries."""
    words = {one.code: one.words for one in CONDITIONS}
    return {
        "computer": incident.computers.select_related("by").first(),
        "reviews": [
            {"review": one, "subject": defanged(one.subject) if one.what == Reviewed.SITE else one.subject}
            for one in incident.reviews.select_related("first", "second", "item")
        ],
        "viewings": [
            {"viewing": one, "conditions": [words.get(code, code) for code in one.conditions]}
            for one in incident.viewings.select_related("by")
        ],
        "searches": list(incident.searches.select_related("by")),
    }
