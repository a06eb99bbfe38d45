"""The page of one request: facts, what happened, what this person can do now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.urls import reverse
from django.utils.timezone import now

from esafety.ui.templatetags.ui import day
from filtering.lifecycle import Move, moves_open_to
from filtering.models import Address, FilteringRequest, LogLine
from filtering.queries.requests import twins
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


ENDED_STAGES = (Stage.DECLINED, Stage.WITHDRAWN, Stage.DONE)
OVER = "Nothing more: this request is over."
WAITS = "Nothing now. You get a message when it goes on."


class RequestPage(NamedTuple):
    """What the page shows; `nothing` is said where nobody can do anything, `when` says when it ends or ended."""

    stage: str
    tone: str
    addresses: list[Address]
    facts: list[dict[str, Any]]
    story: list[dict[str, Any]]
    buttons: list[dict[str, Any]]
    renewals: list[FilteringRequest]
    twins: list[FilteringRequest]
    nothing: str
    when: str


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
        twins=_twins(asked, addresses, user),
        nothing=OVER if asked.stage in ENDED_STAGES else WAITS,
        when=_when(asked),
    )


def _twins(asked: FilteringRequest, addresses: list[Address], user: User) -> list[FilteringRequest]:
    """While somebody decides: what else names the same addresses."""
    if not asked.is_waiting or asked.asked_by_id == user.pk:
        return []
    return twins(asked.school, [one.address for one in addresses], but=asked.pk)


def _when(asked: FilteringRequest) -> str:
    """When an exception ends or ended; by when somebody else looks at an emergency block."""
    if asked.review_due_at is not None and asked.reviewed_at is None and asked.is_alive:
        return f"Somebody else reviews this block by {day(asked.review_due_at)}."
    if asked.ends_at is None or asked.until_on is None or asked.stage in ENDED_STAGES:
        return ""
    ends = "ends" if asked.ends_at > now() else "ended"
    return f"Its time {ends} on {day(asked.until_on)} at 5pm."


def tone_of(asked: FilteringRequest) -> str:
    """The colour of where a request stands; overdue beats all."""
    return "overdue" if asked.is_overdue else _TONES[Stage(asked.stage)]


def decided_on(asked: FilteringRequest) -> list[dict[str, Any]]:
    """What somebody who decides has before their eyes while they write why."""
    return _rows([("Asked by", str(asked.asked_by)), *_told(asked)])


def _facts(asked: FilteringRequest, user: User) -> list[dict[str, Any]]:
    """What was asked, in the form's order; the incident only for whoever asked because of it."""
    mine = asked.incident_reference if asked.asked_by_id == user.pk else ""
    return _rows([("Asked by", str(asked.asked_by)), ("Incident", mine), *_told(asked)])


def _rows(told: list[tuple[str, str]]) -> list[dict[str, Any]]:
    return [{"label": label, "text": text} for label, text in told if text]


def _told(asked: FilteringRequest) -> list[tuple[str, str]]:
    """What the form asked; what its kind does not ask is empty."""
    days = [asked.from_on, asked.until_on]
    return [
        ("What the filter takes it for", asked.get_category_display() if asked.category else ""),
        ("Why" if asked.kind == Kind.BLOCK else "What for", asked.purpose),
        ("Lesson and class", asked.lesson),
        ("For whom", asked.get_for_group_display()),
        ("First and last day", " to ".join(f"{day:%-d %B %Y}" for day in days if day)),
        ("Supervised by", asked.supervised_by),
        ("What else was tried", asked.alternatives),
        ("Risk assessment", asked.risk_note),
        ("Data-protection note", asked.data_note),
    ]


def _story(asked: FilteringRequest) -> list[dict[str, Any]]:
    """What happened, the oldest first: the log's lines of this request."""
    lines = list(asked.log_lines.order_by("pk"))
    return [
        {
            "title": Entry(one.entry).label,
            "at": one.at,
            "by": one.by_name or "Safekeep",
            "text": _said(one, before, asked),
        }
        for before, one in zip([None, *lines], lines, strict=False)
    ]


def _said(one: LogLine, before: LogLine | None, asked: FilteringRequest) -> str:
    """The reason, and an earlier last day than was asked; the purpose stands above already."""
    said = [] if one.why == asked.purpose else [one.why]
    if before is not None and before.until_on and one.until_on and one.until_on != before.until_on:
        said.append(f"Last day {one.until_on:%-d %B %Y}; asked for was {before.until_on:%-d %B %Y}.")
    return "\n".join(text for text in said if text)


def _buttons(asked: FilteringRequest, user: User) -> list[dict[str, Any]]:
    """What this person can do, what somebody waits for first. Taking something back never stands out."""
    moves = sorted(moves_open_to(user, asked), key=lambda move: move.name != "review")
    return [
        _button(asked, move, first=number == 0 and move.name != "withdraw")
        for number, move in enumerate(moves)
    ]


def _button(asked: FilteringRequest, move: Move, *, first: bool) -> dict[str, Any]:
    label = move.label
    if asked.kind == Kind.BLOCK:
        label = {
            "not-needed": "Lift the block",
            "closed": "The block is lifted",
            "opened": "It is blocked",
        }.get(move.name, label)
    elif asked.rule.opens and move.name == "opened":
        label = "It is open"
    if move.name in _ADDRESS:
        url = reverse(_ADDRESS[move.name], args=[asked.reference])
        return {"label": label, "url": url, "primary": first}
    url = reverse(f"filtering_{move.name.replace('-', '_')}", args=[asked.reference])
    return {"label": label, "url": url, "post": True, "primary": first}
