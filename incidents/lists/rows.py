"""How one incident, or one task, is said in a line of a list: words, colours, addresses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from django.utils import timezone

from esafety.people.vocabulary import Role
from esafety.people.words import when_shown
from incidents.lists.filters import OWNERS
from incidents.lists.listing import Row, address
from incidents.record.tones import TONES
from incidents.vocabulary import IncidentType, Lane, Status

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_NAMES = 2

SHORT = {
    Role.DSL: "Safeguarding lead",
    Role.DEPUTY_DSL: "Deputy safeguarding lead",
    Role.HEAD: "Head",
    Role.CHAIR: "Chair of governors",
    Role.VICE_CHAIR: "Vice-chair",
}
"""Posts by the names that fit in a column."""

_STATUS = {one.value: one.label for one in Status}
_TYPE = {one.value: one.label for one in IncidentType}
_LANE = {one.value: when_shown(one.label) for one in Lane}
_TONE = {one.value: tone for one, tone in TONES.items()}


class Line(NamedTuple):
    """One incident as the page prints it."""

    reference: str
    url: str
    type: str
    people: str
    status: str
    tone: str
    danger: bool
    lane: str
    reported: str
    owner: str
    due: str
    overdue: bool


class Due(NamedTuple):
    """A due moment in words, and whether it is past."""

    words: str
    overdue: bool


def lines(
    rows: Sequence[Row], names: Mapping[int, list[str]], query: str = "", *, now: dt.datetime | None = None
) -> list[Line]:
    """The rows of a page in words; `query` names the list, for the way back."""
    now = now or timezone.now()
    start, _, end = address("*", query).partition("*")
    return [_line(row, names.get(row.id, []), f"{start}{row.reference}{end}", now) for row in rows]


def _line(row: Row, names: list[str], url: str, now: dt.datetime) -> Line:
    due = due_words(row.next_due, now)
    merged = row.merged_into is not None
    return Line(
        reference=row.reference,
        url=url,
        type=_TYPE[row.primary_type],
        people=names_in_words(names),
        status="Merged" if merged else _STATUS[row.status],
        tone=_TONE[row.status],
        danger=row.danger and row.status == Status.SUBMITTED,
        lane=_LANE[row.lane],
        reported=day(row.reported_at),
        owner=row.assigned_to or (short(row.owner_role) if row.owned else "Nobody free in school"),
        due=due.words,
        overdue=due.overdue,
    )


def short(role: str) -> str:
    """A post, in few words."""
    return SHORT.get(Role(role), Role(role).label)


def owner_in_words(owner: str) -> str:
    """An owner as the filter names it."""
    return dict(OWNERS)[owner]


def names_in_words(names: list[str]) -> str:
    """Two names and how many more."""
    shown = ", ".join(names[:MOST_NAMES])
    more = len(names) - MOST_NAMES
    return f"{shown} and {more} more" if more > 0 else shown


def day(moment: dt.datetime) -> str:
    """21 November 2026, in the school's time zone."""
    return date(timezone.localtime(moment).date())


@lru_cache(maxsize=4096)
def date(when: dt.date) -> str:
    """21 November 2026."""
    return f"{when.day} {when:%B %Y}"


def due_words(due: dt.datetime | None, now: dt.datetime) -> Due:
    """Like “Overdue since 3 November”, “Today by 4:30pm”, “By 24 November”."""
    if due is None:
        return Due("", False)
    at, today = timezone.localtime(due), timezone.localdate(now)
    clock = f"{at.hour % 12 or 12}:{at.minute:02}{'am' if at.hour < 12 else 'pm'}"
    when = f"{at.day} {at:%B}" if at.year == today.year else date(at.date())
    if due < now:
        return Due(f"Overdue since {clock if at.date() == today else when}", True)
    return Due(f"Today by {clock}" if at.date() == today else f"By {when}", False)
