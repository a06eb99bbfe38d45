"""The trail of one incident for reading: who has looked, who did what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from esafety.audit.models import AuditEvent
from esafety.audit.reading import gathered, line_of, with_names
from incidents.record import places
from incidents.vocabulary import TRAIL_READ, VIEWED

if TYPE_CHECKING:
    from incidents.models import Incident

LINES = 100
MOST_READ = 1_000
"""Entries read for one page, however many of them stand in one line."""
LOOKS = frozenset({VIEWED.code, TRAIL_READ.code})


def trail_page(incident: Incident, *, every: bool, before: str) -> dict[str, Any]:
    """One page of the trail, newest first. Looks of one person on one day that nothing came between are one
    line, unless `every` look is asked for; nothing is left out of either.
    """
    place = places.read(before)
    entries = AuditEvent.objects.about(incident).reverse()
    if place:
        entries = entries.filter(at__lte=place.moment)
    start = place.shown if place else 0
    found = with_names(entries[start : start + MOST_READ + 1])
    runs = gathered(found[:MOST_READ], frozenset() if every else LOOKS)[:LINES]
    moments = [entry.at for run in runs for entry in run]
    return {
        "lines": [line_of(run) for run in runs],
        "every": every,
        "older": places.written(moments, place) if len(moments) < len(found) else "",
    }
