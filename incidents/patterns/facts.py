"""What the rules read: a school's incidents of the last months, each as a few facts. Cost follows those months only."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from esafety.people.models import School
from esafety.people.queries import folded
from esafety.schooldays.calendar import LONDON, Span
from esafety.schooldays.queries import calendar_of
from incidents.models import Incident, Involvement, Statement, WebAddress
from incidents.policy.patterns import DISPROVED, LOW_LEVEL_FINDINGS, LOW_LEVEL_LANES
from incidents.policy.routing import RESTRICTED
from incidents.vocabulary import Nature, Part, Status

HORIZON = dt.timedelta(days=120)
"""A pattern is shown while its newest incident is younger than this: about a term."""
LONGEST = dt.timedelta(days=90)
"""The longest window of the rules that read everything; only low-level concerns look further back."""
YEAR = dt.timedelta(days=365)
_USERNAME = re.compile(r"(?<![\w.@])@([A-Za-z0-9_.]{3,30})")
NO_INCIDENT = "Not an incident"
"""The outcome that setting a concern aside writes."""
_COUNTED = (Part.SUBJECT, Part.HARMED)


class Seen(NamedTuple):
    """One incident as the rules see it. `people` are those who are its subjects or harmed, found or only named."""

    pk: int
    lane: str
    type: str
    day: dt.date
    by_accident: bool = False
    low_level: bool = False
    persons: frozenset[int] = frozenset()
    subjects: frozenset[int] = frozenset()
    people: frozenset[str] = frozenset()
    sites: frozenset[str] = frozenset()
    usernames: frozenset[str] = frozenset()
    place: str = ""
    hour: int | None = None


class Terms(NamedTuple):
    """The days of the present term so far, and the same days of the term before."""

    now: Span
    before: Span


class Picture(NamedTuple):
    """What one school's rules read."""

    today: dt.date
    recent: list[Seen]
    low_level: list[Seen]
    terms: Terms | None
    of_terms: list[Seen]


def picture_of(school: School, now: dt.datetime) -> Picture:
    """Read it: nine queries, however long the archive is."""
    today = now.astimezone(LONDON).date()
    rows = _counting(Incident.objects.filter(school=school))
    recent = _seen(school, rows.filter(reported_at__gte=now - HORIZON - LONGEST))
    quiet = (Q(finding__in=LOW_LEVEL_FINDINGS) | Q(lane__in=LOW_LEVEL_LANES)) & ~Q(finding__in=DISPROVED)
    about_adults = rows.filter(quiet, lane__in=[*RESTRICTED, *LOW_LEVEL_LANES])
    low_level = _seen(school, about_adults.filter(reported_at__gte=now - HORIZON - YEAR))
    terms = terms_at(calendar_of(school).terms, today)
    spans = (terms.now, terms.before) if terms else ()
    return Picture(today, recent, low_level, terms, _of_days(rows, spans))


def terms_at(spans: Iterable[Span], today: dt.date) -> Terms | None:
    """The term that began last and the one before it, both for as many days as the present one has run."""
    begun = sorted((span for span in spans if span.first <= today), key=lambda span: span.first)
    if len(begun) < 2:
        return None
    last, before = begun[-1], begun[-2]
    days = min(today, last.last) - last.first
    return Terms(
        Span(last.first, last.first + days), Span(before.first, min(before.last, before.first + days))
    )


def _counting(rows: QuerySet[Incident]) -> QuerySet[Incident]:
    """Without duplicates and without what was found to be no incident."""
    no_incident = Q(status=Status.CLOSED, outcome=NO_INCIDENT)
    return rows.filter(~no_incident, merged_into__isnull=True).order_by()


def _of_days(rows: QuerySet[Incident], spans: Iterable[Span]) -> list[Seen]:
    """Only kind, lane and day of the incidents of some days."""
    wanted = Q(pk__in=())
    for span in spans:
        start = dt.datetime.combine(span.first, dt.time.min, LONDON)
        end = dt.datetime.combine(span.last + dt.timedelta(days=1), dt.time.min, LONDON)
        wanted |= Q(reported_at__gte=start, reported_at__lt=end)
    columns = rows.filter(wanted).values_list("pk", "lane", "primary_type", "reported_at")
    return [Seen(pk, lane, type_, at.astimezone(LONDON).date()) for pk, lane, type_, at in columns]


def _seen(school: School, rows: QuerySet[Incident]) -> list[Seen]:
    """The facts of some incidents: four queries."""
    columns = ("pk", "lane", "primary_type", "reported_at", "nature", "finding")
    heads = list(rows.values_list(*columns))
    if not heads:
        return []
    theirs = {"incident__in": rows.values("pk")}
    parts = Involvement.objects.standing().filter(part__in=_COUNTED, **theirs)
    people = _gathered(parts.order_by().values_list("incident_id", "person_id", "folded", "part"))
    sites = _gathered(
        WebAddress.objects.filter(**theirs).exclude(site="").order_by().values_list("incident_id", "site")
    )
    told: dict[int, Any] = {}
    words = (
        "incident_id",
        "edition",
        "place_detail",
        "happened_time",
        "platform",
        "addresses",
        "description",
    )
    for row in Statement.objects.filter(**theirs).order_by("edition").values_list(*words):
        told[row[0]] = row[2:]
    return [_one(head, people.get(head[0], []), sites.get(head[0], []), told.get(head[0])) for head in heads]


def _gathered(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for incident, *rest in rows:
        found.setdefault(incident, []).append(rest)
    return found


def _one(head: Any, parts: list[Any], sites: list[Any], told: Any) -> Seen:
    pk, lane, type_, at, nature, finding = head
    place, time, *texts = told or ("", None)
    return Seen(
        pk=pk,
        lane=lane,
        type=type_,
        day=at.astimezone(LONDON).date(),
        by_accident=nature == Nature.ACCIDENTAL,
        low_level=finding not in DISPROVED and (finding in LOW_LEVEL_FINDINGS or lane in LOW_LEVEL_LANES),
        persons=frozenset(person for person, _, _ in parts if person),
        subjects=frozenset(person for person, _, part in parts if person and part == Part.SUBJECT),
        people=frozenset(f"p{person}" if person else f"n{name}" for person, name, _ in parts),
        sites=frozenset(site for (site,) in sites),
        usernames=frozenset(usernames_in("\n".join(texts))),
        place=folded(place)[:200],
        hour=time.hour if time else None,
    )


def usernames_in(text: str) -> set[str]:
    """User names as people write them: "@name", in small letters. The end of an email address is none."""
    return {found.rstrip(".").lower() for found in _USERNAME.findall(text) if len(found.rstrip(".")) >= 3}
