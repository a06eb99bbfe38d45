"""Noting which types an incident is of: the only writer of its tags."""

from __future__ import annotations

from collections.abc import Iterable

from incidents.models import Incident, IncidentTag


def note_types(incident: Incident, types: Iterable[str]) -> None:
    """Note that an incident is of these types; what is noted already stays."""
    IncidentTag.objects.bulk_create(
        (
            IncidentTag(
                incident=incident,
                school_id=incident.school_id,
                type=type_,
                reported_at=incident.reported_at,
            )
            for type_ in types
        ),
        ignore_conflicts=True,
    )
