"""What a merge of two incidents does with what is kept beside one: it goes over, and nothing is lost."""

from __future__ import annotations

from esafety.papers.models import ReceivedFile
from incidents.models import Incident

_KEPT = ("evidence", "items", "computers", "reviews", "viewings", "searches", "letters")
"""Everything that lies in a drawer of the incident and belongs to the matter, not to the report."""


def hand_evidence_over(incident: Incident, into: Incident) -> None:
    """Move what is kept with a duplicate to the incident it became part of. Chains of custody stay as they are."""
    for name in _KEPT:
        getattr(incident, name).update(incident=into)
    ReceivedFile.objects.about(incident).update(about_id=into.pk)
