"""One incident in order, for its chronology."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from esafety.people.models import Person
from incidents.access import audiences_for
from incidents.access_people import CHILDREN
from incidents.models import Decision, Incident, Note, ReferralEntry
from incidents.names import for_reading
from incidents.record.child import Chronology, Entry, marks_of
from incidents.record.received import Received
from incidents.record.referred import text_of, title_of

if TYPE_CHECKING:
    from esafety.people.models import User

SHORTENED = 400


def entries(incident: Incident, user: User) -> list[dict[str, Any]]:
    """The report, notes, decisions and what agencies answered, oldest first: five queries."""
    marks = marks_of([incident.pk])
    statement = incident.statements.order_by("-edition")[0]
    found = [Entry(incident.reported_at, incident, "report", 0, "Reported", statement.description, "")]
    for note in Note.objects.filter(
        incident=incident, audience__in=audiences_for(user, incident)
    ).select_related("by"):
        found.append(Entry(note.at, incident, "note", note.pk, "Note", note.text, str(note.by or "")))
    for one in Decision.objects.filter(incident=incident).select_related("by"):
        title, text = f"Decision: {one.get_kind_display()}", f"{one.words}\nReason: {one.reason}"
        found.append(Entry(one.at, incident, "decision", one.pk, title, text, str(one.by)))
    steps = ReferralEntry.objects.filter(referral__incident=incident).select_related("referral", "by")
    for row in steps:
        title = f"{row.referral.get_agency_display()}: {title_of(row)}"
        found.append(Entry(row.happened_at, incident, "entry", row.pk, title, text_of(row), str(row.by)))
    found.sort(key=lambda one: (one.at, one.what, one.number))
    return [_marked(one, marks) for one in found]


def _marked(entry: Entry, marks: Any) -> dict[str, Any]:
    mark = marks.get((entry.incident.pk, entry.what, entry.number))
    shown_as = shown(Entry(**{**vars(entry), "mark": mark}))
    address = [entry.incident.reference, entry.what, entry.number]
    return shown_as | {
        "url": reverse("chronology_mark", args=address),
        "link_label": "Change the mark" if mark else "Mark it",
    }


def shown(entry: Entry) -> dict[str, Any]:
    """One entry for the timeline: its headline where it has one, then what was written, then the impact."""
    mark = entry.mark
    headline = mark.headline if mark and mark.significant else ""
    text = for_reading(entry.text)
    text = text if len(text) <= SHORTENED else f"{text[:SHORTENED]}…"
    parts = [entry.title if headline else "", text, f"Impact: {mark.impact}" if mark and mark.impact else ""]
    return {
        "title": headline or entry.title,
        "at": entry.at,
        "by": entry.by,
        "half_day": entry.half_day,
        "text": "\n".join(part for part in parts if part),
        "tag": {"text": "Significant", "tone": "purple"} if entry.is_significant else None,
        "reference": entry.incident.reference,
    }


def shown_received(entry: Received) -> dict[str, Any]:
    """One entry of another school for the timeline, marked as theirs."""
    text = entry.text if len(entry.text) <= SHORTENED else f"{entry.text[:SHORTENED]}…"
    return {
        "title": entry.title,
        "at": entry.at,
        "by": f"{entry.by}, {entry.school}" if entry.by else entry.school,
        "text": "\n".join(part for part in (text, f"Impact: {entry.impact}" if entry.impact else "") if part),
        "tag": {"text": "Another school", "tone": "turquoise"},
        "url": entry.url,
        "link_label": "The file it came in",
    }


def of_child(found: Chronology) -> list[dict[str, Any]]:
    """A child's chronology for the timeline, ours and what other schools wrote, newest first."""
    items = [shown(one) for one in found.entries] + [shown_received(one) for one in found.received]
    return sorted(items, key=lambda item: item["at"], reverse=True)


def words_of(entry: Note | Decision | ReferralEntry | None) -> str:
    """What is being marked, in its own words, shortened."""
    if entry is None:
        return "The report itself."
    text = for_reading(entry.text) if isinstance(entry, Note) else entry.words
    return text if len(text) <= SHORTENED else f"{text[:SHORTENED]}…"


def children(incident: Incident, user: User) -> list[Person]:
    """The children of the incident whose chronology the account may open."""
    rows = Person.objects.filter(involvements__incident=incident, involvements__withdrawn_at=None)
    return list(CHILDREN.visible_to(user, rows).distinct().order_by("family_name", "given_name"))
