"""The page of one request: facts, what happened, what this person can do now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.urls import reverse

from filtering.lifecycle import Move, moves_open_to
from filtering.models import Address, FilteringRequest
from filtering.vocabulary import Entry, Kind, Stage

if TYPE_CHECKING:
    from esafety.people.models import User

_ADDRESS = {
    "agree": "filtering_agree",
    "decline": "filtering_decline",
    "checked": "filtering_checked",
    "review": "filtering_review_block",
    "renew": "filtering_renew",
}
"""Moves with a page of their own; the others are one tap."""
_TONES = {
    Stage.ASKED: "yellow",
    Stage.SECOND: "yellow",
    Stage.DECLINED: "red",
    Stage.WITHDRAWN: "grey",
    Stage.AGREED: "blue",
    Stage.SENT: "blue",
    Stage.OPEN: "green",
    Stage.CLOSING: "orange",
    Stage.CLOSED: "orange",
    Stage.DONE: "grey",
}


class RequestPage(NamedTuple):
    """What the page shows."""

    stage: str
    tone: str
    addresses: list[Address]
    facts: list[dict[str, Any]]
    story: list[dict[str, Any]]
    buttons: list[dict[str, Any]]
    renewals: list[FilteringRequest]


def page_of(asked: FilteringRequest, user: User) -> RequestPage:
    """Everything about one request for one reader, in a handful of queries."""
    addresses = list(asked.addresses.all())
    return RequestPage(
        stage=asked.stands,
        tone=tone_of(asked),
        addresses=addresses,
        facts=_facts(asked, user),
        story=_story(asked),
        buttons=_buttons(asked, user),
        renewals=list(asked.renewals.all()),
    )


def tone_of(asked: FilteringRequest) -> str:
    """The colour of where a request stands; overdue beats all."""
    return "overdue" if asked.is_overdue else _TONES[Stage(asked.stage)]


def _facts(asked: FilteringRequest, user: User) -> list[dict[str, Any]]:
    """What was asked, in the form's order; what its kind does not ask is left out."""
    days = [asked.from_on, asked.until_on]
    told: list[tuple[str, str]] = [
        ("Asked by", str(asked.asked_by)),
        ("What the filter takes it for", asked.get_category_display() if asked.category else ""),
        ("Why" if asked.kind == Kind.BLOCK else "What for", asked.purpose),
        ("Incident", asked.incident_reference if asked.asked_by_id == user.pk else ""),
        ("Lesson and class", asked.lesson),
        ("For whom", asked.get_for_group_display()),
        ("First and last day", " to ".join(f"{day:%-d %B %Y}" for day in days if day)),
        ("Supervised by", asked.supervised_by),
        ("What else was tried", asked.alternatives),
        ("Risk assessment", asked.risk_note),
        ("Data-protection note", asked.data_note),
    ]
    return [{"label": label, "text": text} for label, text in told if text]


def _story(asked: FilteringRequest) -> list[dict[str, Any]]:
    """What happened, the oldest first: the log's lines of this request."""
    lines = asked.log_lines.order_by("pk")
    return [
        {
            "title": Entry(one.entry).label,
            "at": one.at,
            "by": one.by_name or "Safekeep",
            "text": _said(one, asked),
        }
        for one in lines
    ]


def _said(one: Any, asked: FilteringRequest) -> str:
    """The reason; the purpose stands above already."""
    return "" if one.why == asked.purpose else str(one.why)


def _buttons(asked: FilteringRequest, user: User) -> list[dict[str, Any]]:
    return [_button(asked, move, first=number == 0) for number, move in enumerate(moves_open_to(user, asked))]


def _button(asked: FilteringRequest, move: Move, *, first: bool) -> dict[str, Any]:
    label = move.label
    if asked.kind == Kind.BLOCK:
        label = {
            "not-needed": "Lift the block",
            "closed": "The block is lifted",
            "opened": "It is blocked",
        }.get(move.name, label)
    if move.name in _ADDRESS:
        url = reverse(_ADDRESS[move.name], args=[asked.reference])
        return {"label": label, "url": url, "primary": first}
    url = reverse(f"filtering_{move.name.replace('-', '_')}", args=[asked.reference])
    return {"label": label, "url": url, "post": True, "primary": first}
