"""What the pages beside an incident show of its evidence and items."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.db.models import Count, Prefetch

from esafety.papers.receiving import opening
from incidents.models import CustodyEntry, EvidenceItem, Incident, Item
from incidents.policy.custody import LINKS, why_not
from incidents.vocabulary.evidence import Custody, ItemState


class Piece(NamedTuple):
    """One piece of evidence in the list: `closed` says why its file cannot be opened, `tag` how it stands."""

    item: EvidenceItem
    closed: str
    tag: tuple[str, str]
    opened: int


def evidence_of(incident: Incident) -> list[Piece]:
    """Every piece, the oldest first. Two queries, however many there are."""
    found = incident.evidence.select_related("added_by", "file__file").annotate(opened=Count("openings"))
    return [_piece(item) for item in found]


def _piece(item: Any) -> Piece:
    if item.file is None:
        return Piece(
            item, "", ("Reference only", "red") if item.kind == "illegal" else ("Kept elsewhere", "grey"), 0
        )
    closed = opening.why_closed(item.file)
    if item.file.is_set_aside:
        tag = ("Closed for good", "red")
    else:
        tag = (item.file.get_verdict_display(), _TONES[item.file.verdict])
    return Piece(item, closed, tag, item.opened)


_TONES = {"waiting": "yellow", "clean": "green", "infected": "red", "unscanned": "orange"}
STATE_TONES = {ItemState.HELD: "blue", ItemState.WITH_POLICE: "purple", ItemState.RETURNED: "grey"}


def items_of(incident: Incident) -> list[dict[str, Any]]:
    """Every item with its last entry. Two queries."""
    entries = Prefetch("entries", CustodyEntry.objects.order_by("number"))
    found = incident.items.select_related("owner").prefetch_related(entries)
    return [_row(item) for item in found]


def _row(item: Item) -> dict[str, Any]:
    last = list(item.entries.all())[-1]
    return {"item": item, "last": last, "tone": STATE_TONES[ItemState(item.state)]}


def open_steps(item: Item) -> list[Any]:
    """The entries that can be made now, in the order of the table."""
    state = ItemState(item.state)
    return [
        link
        for step, link in LINKS.items()
        if why_not(step, state, may_be_illegal=item.may_be_illegal) is None
    ]


def closed_steps(item: Item) -> list[str]:
    """Why what one would expect is not there, each once."""
    if not item.may_be_illegal or item.state != ItemState.HELD:
        return []
    why = why_not(Custody.RETURNED, ItemState.HELD, may_be_illegal=True)
    return [why] if why else []


def continuity(item: Item) -> dict[str, Any]:
    """What the continuity sheet prints."""
    entries = list(item.entries.select_related("by").order_by("number"))
    return {"item": item, "entries": entries, "incident": item.incident}
