"""Many at once: no message is lost, and nobody gets five hundred mails."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from incidents.models import Incident, SpeakUpPage, WayBack
from incidents.vocabulary import Status

if TYPE_CHECKING:
    from esafety.people.models import School

MOST_WAITING = 20
"""From so many of the page that nobody has triaged, the next are told together (reference/security.md: 20 an hour)."""
ONE_BY_ONE = 5
"""So many additions to one report in half a day are told each by itself, those after them together."""


def quarter(now: dt.datetime) -> str:
    """Which quarter of an hour it is, for telling once what came in it."""
    return f"{now:%Y%m%d%H}-{now.minute // 15}"


def is_flooded(school: School) -> bool:
    """Whether so many wait already that what comes now is told together with others."""
    waiting = Incident.objects.filter(school=school, status=Status.SUBMITTED, reported_by__isnull=True)
    return len(waiting.values_list("pk", flat=True)[:MOST_WAITING]) >= MOST_WAITING


def in_a_flood(incident: Incident) -> SpeakUpPage | None:
    """The page that mails about this incident speak of instead of it; none once somebody triaged it."""
    if not incident.in_confidence or incident.status != Status.SUBMITTED:
        return None
    if not WayBack.objects.filter(incident=incident, gathered=True).exists():
        return None
    return SpeakUpPage.objects.select_related("school").get(school_id=incident.school_id)
