"""The list of alerts: which, in which order, a page at a time. One query, whatever stands in it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.utils import timezone

from incidents.alert_access import ALERTS
from incidents.lists import keyset
from incidents.lists.keyset import Key
from incidents.lists.my_tasks import harmless
from incidents.lists.rows import due_words
from incidents.models import Alert
from incidents.vocabulary.watching import AlertState, Severity

if TYPE_CHECKING:
    from esafety.people.models import School, User

PER_PAGE = 25
SHOWN_OF_CONTENT = 120
TONES = {
    Severity.URGENT: "urgent",
    Severity.HIGH: "red",
    Severity.MEDIUM: "orange",
    Severity.NOT_SAID: "grey",
    Severity.LOW: "blue",
}


class Show(StrEnum):
    """Which alerts a list shows."""

    WAITING = "waiting"
    TAKEN_ON = "taken_on"
    SET_ASIDE = "set_aside"
    ALL = "all"

    @property
    def label(self) -> str:
        """As the page calls it."""
        return {"waiting": "To decide", "taken_on": "Taken on", "set_aside": "Set aside"}.get(self, "All")


DECIDING = (Key("rank", str), Key("raised_at", dt.datetime), Key("reference", str))
NEWEST = (Key("raised_at", dt.datetime, descending=True), Key("reference", str, descending=True))


class Asked(NamedTuple):
    """What a list was asked for."""

    show: Show = Show.WAITING
    severity: int | None = None
    after: str = ""
    before: str = ""

    @classmethod
    def of(cls, told: Any) -> Asked:
        """Read from an address; what makes no sense counts as not asked."""
        show, severity = told.get("show", ""), told.get("severity", "")
        return cls(
            Show(show) if show in list(Show) else Show.WAITING,
            int(severity) if severity in {str(one.value) for one in Severity} else None,
            told.get("after", ""),
            told.get("before", ""),
        )

    def address(self, **place: str) -> str:
        """The list again, at a place."""
        severity = {"severity": str(self.severity)} if self.severity else {}
        return f"?{urlencode({'show': self.show.value, **severity, **place})}"


class AlertLine(NamedTuple):
    """One alert as the list prints it."""

    reference: str
    url: str
    who: str
    content: str
    category: str
    severity: str
    tone: str
    raised_at: dt.datetime
    unread: bool
    state: str
    due: str
    overdue: bool


@dataclass(frozen=True)
class AlertPage:
    """A page of lines and the places of its ends."""

    lines: list[AlertLine]
    previous_url: str = ""
    next_url: str = ""


def found(user: User, school: School, asked: Asked) -> QuerySet[Alert]:
    """The alerts of one school that the account reads and the list asks for."""
    rows = ALERTS.visible_to(user, Alert.objects.filter(school=school))
    if asked.show is not Show.ALL:
        rows = rows.filter(state=asked.show.value)
    return rows.filter(severity=asked.severity) if asked.severity else rows


def page(user: User, school: School, asked: Asked) -> AlertPage:
    """One page: to decide with the unread and the most serious first, else the newest first."""
    keys = DECIDING if asked.show is Show.WAITING else NEWEST
    backwards = bool(asked.before)
    place = keyset.read(keys, asked.before or asked.after)
    rows = found(user, school, asked).select_related("person")
    if place:
        rows = rows.filter(keyset.beyond(keys, place, backwards=backwards))
    got = list(rows.order_by(*keyset.ordering(keys, backwards=backwards))[: PER_PAGE + 1])
    if place and not got:
        return page(user, school, asked._replace(after="", before=""))
    more, shown = len(got) > PER_PAGE, got[:PER_PAGE]
    if backwards:
        return _page(shown[::-1], asked, keys, earlier=more, later=True)
    return _page(shown, asked, keys, earlier=place is not None, later=more)


def _page(rows: list[Alert], asked: Asked, keys: tuple[Key, ...], *, earlier: bool, later: bool) -> AlertPage:
    def at(row: Alert) -> str:
        return keyset.written(tuple(getattr(row, key.name) for key in keys))

    return AlertPage(
        [line_of(row) for row in rows],
        asked.address(before=at(rows[0])) if rows and earlier else "",
        asked.address(after=at(rows[-1])) if rows and later else "",
    )


def line_of(alert: Alert) -> AlertLine:
    """One alert in words."""
    due = due_words(alert.due_at if alert.unread else None, timezone.now())
    late = alert.is_late
    content = harmless(" ".join(alert.content.split()))
    return AlertLine(
        reference=alert.reference,
        url=alert.get_absolute_url(),
        who=alert.who or "Nobody named",
        content=content if len(content) <= SHOWN_OF_CONTENT else f"{content[:SHOWN_OF_CONTENT]}…",
        category=alert.category,
        severity=Severity(alert.severity).label,
        tone=TONES[Severity(alert.severity)],
        raised_at=alert.raised_at,
        unread=alert.unread,
        state=AlertState(alert.state).label,
        due="Not read in time" if late else due.words,
        overdue=late,
    )
