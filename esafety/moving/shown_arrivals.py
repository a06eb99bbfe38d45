"""What the pages show of a file that came from another school."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Q
from django.urls import reverse

from esafety.moving.models import Arrival, ArrivalEntry, ArrivalFile
from esafety.moving.vocabulary import ArrivalState
from esafety.papers.receiving import opening
from incidents.lists.sealed_words import unsealed

if TYPE_CHECKING:
    from esafety.people.models import User

TONES = {
    ArrivalState.CLOSED: "yellow",
    ArrivalState.OPENED: "blue",
    ArrivalState.TAKEN_IN: "green",
    ArrivalState.NOT_KEPT: "grey",
}
A_PAGE = 50
SHORTENED = 400


def inside_of(arrival: Arrival) -> dict[str, Any]:
    """What the file says of its pupil, for comparing with the roll: nothing for an ordinary document."""
    told = arrival.told
    if not told:
        return {}
    pupil = told["pupil"]
    known = f"{pupil['known_as']} {pupil['known_as_family']}".strip()
    return told | {
        "name": f"{pupil['given_name']} {pupil['family_name']}",
        "known": known if known not in ("", pupil["given_name"]) else "",
        "born_on": dt.date.fromisoformat(pupil["born_on"]) if pupil["born_on"] else None,
        "starts": dt.date.fromisoformat(told["starts_on"]),
    }


def page_of_arrival(arrival: Arrival, *, by: User, words: str = "", page: str = "") -> dict[str, Any]:
    """One file: where it stands, what is inside, what to do next. `words` to look for are sealed."""
    typed = unsealed(words, by.pk)
    found = Paginator(_entries(arrival, typed), A_PAGE).get_page(page)
    more = f"?{urlencode({'words': words})}&" if typed else "?"
    return {
        "title": "A file from another school",
        "caption": arrival.sender or arrival.reference,
        "back_url": reverse("arrivals"),
        "back_label": "Files from other schools",
        "arrival": arrival,
        "tone": TONES[ArrivalState(arrival.state)],
        "inside": inside_of(arrival),
        "files": [_file(row) for row in arrival.files.select_related("file__file")],
        "why_closed": opening.why_closed(arrival.came_as)
        if arrival.came_as and arrival.state == "closed"
        else "",
        "placings": list(arrival.placings.select_related("pupil", "by")),
        "entries": [_entry(row, arrival) for row in found],
        "typed": typed,
        "count": found.paginator.count,
        "previous_url": f"{more}page={found.number - 1}" if found.has_previous() else "",
        "next_url": f"{more}page={found.number + 1}" if found.has_next() else "",
    }


def _entries(arrival: Arrival, typed: str) -> Any:
    if arrival.state != ArrivalState.TAKEN_IN:
        return ArrivalEntry.objects.none()
    rows = arrival.entries.order_by("-at", "-number")
    for word in typed.split()[:5]:
        named = Q(title__icontains=word) | Q(headline__icontains=word) | Q(text__icontains=word)
        rows = rows.filter(named | Q(impact__icontains=word) | Q(incident__iexact=word))
    return rows


def _entry(row: ArrivalEntry, arrival: Arrival) -> dict[str, Any]:
    parts = [row.title if row.headline else "", row.text, f"Impact: {row.impact}" if row.impact else ""]
    return {
        "title": row.headline or row.title,
        "at": row.at,
        "by": ", ".join(filter(None, (row.written_by, row.school or arrival.sender))),
        "text": "\n".join(part for part in parts if part),
        "tag": {"text": "Significant", "tone": "purple"} if row.significant else None,
    }


def _file(row: ArrivalFile) -> dict[str, Any]:
    closed = opening.why_closed(row.file) if row.file else f"Not taken in. {row.not_taken_why}."
    return {"row": row, "closed": closed}
