"""A child's chronology on paper for a conference: others are "Child B" and "Adult C", the same in the whole print."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from incidents import names
from incidents.record.child import Chronology, Entry, Labels, chronology_of, labels_for

if TYPE_CHECKING:
    from esafety.people.models import User
    from incidents.models import ChronologyPrint


def chronology_paper(made: ChronologyPrint, user: User) -> dict[str, Any]:
    """What the print shows."""
    found = chronology_of(made.person, user)
    called = labels_for(made.person, found.people)
    entries = [one for one in found.entries if one.is_significant or not made.significant_only]
    return {
        "made": made,
        "child": made.person,
        "incidents": len(found.parts),
        "rows": [_row(one, made, found, called) for one in entries],
        "received": [
            one for one in found.received if one.letters and (one.significant or not made.significant_only)
        ],
        "left_in_files": any(not one.letters for one in found.received),
    }


def _row(entry: Entry, made: ChronologyPrint, found: Chronology, called: Labels) -> dict[str, Any]:
    known = names.names_of(found.people)

    def told(text: str) -> str:
        return names.relabelled(text, called.of, known, made.clear_names)

    mark = entry.mark
    return {
        "at": entry.at,
        "half_day": entry.half_day,
        "reference": entry.incident.reference,
        "title": told(mark.headline if mark and mark.headline else entry.title),
        "text": told(entry.text),
        "impact": told(mark.impact) if mark else "",
        "significant": entry.is_significant,
        "by": entry.by,
    }
