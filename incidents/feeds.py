"""What is due, for a calendar: times and references, nothing of what it is about. RFC 5545, by hand: five fixed lines
an event leave nothing for a library to do.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils import timezone

from esafety.access.roles import schools_of
from esafety.people.models import School
from esafety.walls import enter
from incidents.lists.my_tasks import mine
from incidents.models import CalendarFeed

if TYPE_CHECKING:
    from esafety.people.models import User

MOST = 200
"""Things in one answer, the first due first."""
BACK = dt.timedelta(days=30)
"""How long what is overdue is still shown."""


def hashed(secret: str) -> str:
    """What is kept of a private address."""
    return hashlib.sha256(secret.encode()).hexdigest()


def owner_of(secret: str) -> User | None:
    """Whose private address this is, while it is on and the account is."""
    feeds = CalendarFeed.objects.filter(
        token_hash=hashed(secret), ended_at__isnull=True, user__is_active=True
    )
    found = feeds.select_related("user").first()
    if found is None:
        return None
    enter(*schools_of(found.user))
    return found.user


def calendar(user: User) -> str:
    """What falls to the account in every school of its own, as it may be seen at this moment."""
    return "\r\n".join(_lines(user)) + "\r\n"


def _lines(user: User) -> Iterator[str]:
    now = timezone.now()
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Safekeep//What is due//EN", "CALSCALE:GREGORIAN")
    yield "X-WR-CALNAME:What is due"
    for key, reference, due_at in _due(user, now):
        yield "BEGIN:VEVENT"
        yield f"UID:{hashed(key)[:32]}@safekeep"
        yield f"DTSTAMP:{_utc(now)}"
        yield f"DTSTART:{_utc(due_at)}"
        yield f"SUMMARY:Something is due ({reference})"
        yield "END:VEVENT"
    yield "END:VCALENDAR"


def _due(user: User, now: dt.datetime) -> list[tuple[str, str, dt.datetime]]:
    rows: list[tuple[str, str, dt.datetime]] = []
    for school in School.objects.filter(pk__in=schools_of(user)):
        tasks = mine(user, school).filter(due_at__gte=now - BACK).order_by("due_at", "pk")
        found = tasks.values_list("key", "incident__reference", "due_at")[:MOST]
        rows += [(key, reference, due_at) for key, reference, due_at in found if due_at]
    return sorted(rows, key=lambda row: row[2])[:MOST]


def _utc(moment: dt.datetime) -> str:
    return f"{moment.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"
