"""The list of incidents: which ones, in which order, a page at a time, and what stands beside one of them.

Whatever is asked, the policy is asked first; counts, pages and neighbours are all taken from `found`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

from django.db.models import (
    Case,
    DateTimeField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from incidents.access import INCIDENTS
from incidents.lists import keyset
from incidents.lists.filters import ME, NOBODY, Filters, Sort, View
from incidents.lists.keyset import Key, Place
from incidents.lists.search import matching
from incidents.models import Incident, IncidentTag, Involvement, Letter, Task
from incidents.references import LETTERS
from incidents.vocabulary import Part, Status
from incidents.vocabulary.letters import LetterState

if TYPE_CHECKING:
    from esafety.access.requests import SignedIn
    from esafety.people.models import School, User

PER_PAGE = 25
MOST_COUNTED = 1000
FENCE = 100_000_000
"""More than can match. A limit makes PostgreSQL read the index of words once, not parse each text of the school."""
NEVER = dt.datetime(9999, 1, 1, tzinfo=dt.UTC)
"""Stands in for the due moment of what has none."""

_REFERENCE = re.compile(rf"\d\d-?[{LETTERS}]{{4,5}}")

KEYS: dict[Sort, tuple[Key, ...]] = {
    Sort.DUE: (Key("rank", int), Key("due", dt.datetime), Key("reference", str)),
    Sort.NEWEST: (Key("moment", dt.datetime, descending=True), Key("reference", str, descending=True)),
    Sort.OLDEST: (Key("moment", dt.datetime), Key("reference", str)),
}
"""`moment` is when an incident was reported, read where an index leads to it: see `found`."""


class Counted(Subquery):
    """How many rows a query finds, inside another query."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()


def counted(rows: QuerySet[Any], most: int = MOST_COUNTED) -> Counted:
    """How many, but never counting further than one more than `most`."""
    return Counted(rows.order_by().values("pk")[: most + 1])


# -- which ---------------------------------------------------------------------------------------


def found(user: User, school: School, filters: Filters) -> QuerySet[Incident]:
    """The incidents of one school that the account may see and that the filters let through, with their `moment`.

    A list by type reads the rows of that type along their own index, newest first, and takes the moment from them.
    """
    rows = INCIDENTS.visible_to(user, Incident.objects.filter(school=school))
    rows = rows.filter(*conditions(user, replace(filters, type=None)))
    if filters.type:
        rows = rows.filter(tags__school=school, tags__type=filters.type)
    rows = rows.annotate(moment=F("tags__reported_at") if filters.type else F("reported_at"))
    return rows.filter(_saying(filters.words, school)) if filters.words else rows


def conditions(user: User, filters: Filters) -> list[Q | Exists]:
    """What the filters ask of an incident, but for its words. Not who may see it: that is the policy's."""
    columns = {
        "status": filters.status,
        "risk_area": filters.risk,
        "lane": filters.lane,
        "reported_at__gte": filters.since and _midnight(filters.since),
        "reported_at__lt": filters.until and _midnight(filters.until + dt.timedelta(days=1)),
    }
    wanted: list[Q | Exists] = [Q(**{name: value}) for name, value in columns.items() if value]
    if filters.view is View.TODO:
        wanted.append(~Q(status=Status.CLOSED))
    if filters.owner:
        wanted.append(_owned_by(user, filters.owner))
    if filters.type:
        tags = IncidentTag.objects.filter(school=OuterRef("school"), incident=OuterRef("pk"))
        wanted.append(Exists(tags.filter(type=filters.type)))
    if filters.person:
        here = Involvement.objects.standing().filter(incident=OuterRef("pk"), person_id=filters.person)
        wanted.append(Exists(here))
    if filters.overdue:
        wanted.append(Exists(Task.objects.overdue().filter(incident=OuterRef("pk"))))
    if filters.missed:
        wanted.append(Exists(Task.objects.filter(incident=OuterRef("pk"), missed_at__isnull=False)))
    if filters.letters:
        waiting = Letter.objects.filter(incident=OuterRef("pk"), state=LetterState.WAITING)
        wanted.append(Exists(waiting.exclude(written_by=user)))
    return wanted


def _owned_by(user: User, owner: str) -> Q:
    if owner == ME:
        return Q(assigned_to_id=user.pk)
    return Q(assigned_to__isnull=True) if owner == NOBODY else Q(owner_role=owner)


def _saying(words: str, school: School) -> Q:
    """By reference when that is what was typed, otherwise by every word."""
    typed = words.upper().replace(" ", "")
    if _REFERENCE.fullmatch(typed):
        return Q(reference=typed if "-" in typed else f"{typed[:2]}-{typed[2:]}")
    return Q(pk__in=matching(words, school.pk).values("pk")[:FENCE])


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


# -- in which order ------------------------------------------------------------------------------


def sortable(rows: QuerySet[Incident], sort: Sort) -> QuerySet[Incident]:
    """With the due moment, and with what the order needs besides columns."""
    due = Task.objects.open().filter(incident=OuterRef("pk"), due_at__isnull=False).order_by("due_at")
    rows = rows.annotate(next_due=Subquery(due.values("due_at")[:1], output_field=DateTimeField()))
    if sort is not Sort.DUE:
        return rows
    new_first = Case(When(status=Status.SUBMITTED, then=0), default=1, output_field=IntegerField())
    return rows.annotate(rank=new_first, due=Coalesce("next_due", Value(NEVER)))


# -- a page --------------------------------------------------------------------------------------


class Row(NamedTuple):
    """One incident as the list shows it."""

    id: int
    reference: str
    status: str
    primary_type: str
    lane: str
    danger: bool
    owner_role: str
    owned: bool
    assigned_to: str | None
    reported_at: dt.datetime
    merged_into: int | None
    next_due: dt.datetime | None
    total: int | None
    place: Place


_COLUMNS = (
    "id",
    "reference",
    "status",
    "primary_type",
    "lane",
    "danger",
    "owner_role",
    "owned",
    "assigned_to__name",
    "reported_at",
    "merged_into_id",
    "next_due",
    "total",
)


@dataclass(frozen=True)
class Page:
    """A page of rows and the places of its ends; the first also says how many there are (1,001: over 1,000)."""

    rows: list[Row]
    total: int | None
    previous: str = ""
    next: str = ""


def page(
    user: User, school: School, filters: Filters, *, after: str = "", before: str = "", most: int = PER_PAGE
) -> Page:
    """One page of the list in one query, after a place or before one."""
    keys = KEYS[filters.order]
    wanted = found(user, school, filters)
    backwards = bool(before)
    place = keyset.read(keys, before or after)
    total = Value(None, output_field=IntegerField()) if place or most < PER_PAGE else counted(wanted)
    rows = sortable(wanted, filters.order).annotate(total=total)
    if place:
        rows = rows.filter(keyset.beyond(keys, place, backwards=backwards))
    names = (*_COLUMNS, *(key.name for key in keys))
    rows = rows.order_by(*keyset.ordering(keys, backwards=backwards)).values_list(*names)
    got = [_row(row) for row in rows[: most + 1]]
    if place and not got:
        return page(user, school, filters, most=most)
    more, shown = len(got) > most, got[:most]
    return _page(shown[::-1], more, True) if place and backwards else _page(shown, place is not None, more)


def _row(columns: Any) -> Row:
    return Row._make((*columns[: len(_COLUMNS)], columns[len(_COLUMNS) :]))


def _page(rows: list[Row], earlier: bool, later: bool) -> Page:
    return Page(
        rows=rows,
        total=rows[0].total if rows else None,
        previous=keyset.written(rows[0].place) if rows and earlier else "",
        next=keyset.written(rows[-1].place) if rows and later else "",
    )


_PARTS = list(Part)


def names_in(incidents: Sequence[int]) -> dict[int, list[str]]:
    """Who is involved in each of these incidents, subjects first, each name once. The caller may see them."""
    found: dict[int, list[str]] = {}
    columns = ("incident_id", "part", "name", "person__known_as", "person__given_name")
    families = ("person__known_as_family", "person__family_name")
    people = (
        Involvement.objects.standing()
        .filter(incident__in=incidents)
        .order_by("pk")
        .values_list(*columns, *families)
    )
    for incident, _, name, known_as, given, known_as_family, family in sorted(
        people, key=lambda row: _PARTS.index(row[1])
    ):
        who = f"{known_as or given} {known_as_family or family}" if family else name
        names = found.setdefault(incident, [])
        if who not in names:
            names.append(who)
    return found


# -- what stands beside one ----------------------------------------------------------------------


def neighbours(user: User, school: School, filters: Filters, incident: Incident) -> tuple[str, str]:
    """The references before and after an incident in a list; empty at an end. Two queries at most.

    The incident itself may have left the list: its place is still known.
    """
    keys = KEYS[filters.order]
    place = _place(incident, filters.order)
    rows = sortable(found(user, school, filters), filters.order)
    before, after = (
        Subquery(
            rows.filter(keyset.beyond(keys, place, backwards=backwards))
            .order_by(*keyset.ordering(keys, backwards=backwards))
            .values("reference")[:1]
        )
        for backwards in (True, False)
    )
    one = Incident.objects.filter(pk=incident.pk).order_by()
    found_ = one.annotate(before=before, after=after).values_list("before", "after")[0]
    return found_[0] or "", found_[1] or ""


def _place(incident: Incident, sort: Sort) -> Place:
    if sort is not Sort.DUE:
        return (incident.reported_at, incident.reference)
    one = sortable(Incident.objects.filter(pk=incident.pk), sort).order_by()
    return tuple(one.values_list(*(key.name for key in KEYS[sort]))[0])


OPENED_FROM = "opened_from_list"
"""Session key: the filters of the list last opened from, so that the way back survives an act. No names."""


def neighbours_for(request: SignedIn, incident: Incident) -> dict[str, str]:
    """For the page of an incident: the way back to the list it was opened from, and its neighbours there."""
    list_url, asked = reverse("incidents"), request.GET.get("list") or request.session.get(OPENED_FROM, "")
    if not asked:
        return {"back_url": list_url, "previous_url": "", "next_url": ""}
    user, school = request.user, incident.school
    filters = Filters.decoded(asked, user=user, school=school)
    query = filters.encoded(user)
    if request.session.get(OPENED_FROM) != query:
        request.session[OPENED_FROM] = query
    before, after = neighbours(user, school, filters, incident)
    return {
        "back_url": f"{list_url}?{query}",
        "previous_url": address(before, query) if before else "",
        "next_url": address(after, query) if after else "",
    }


def address(reference: str, query: str = "") -> str:
    """The page of an incident, opened from a list."""
    url = reverse("incident", kwargs={"reference": reference})
    return f"{url}?list={quote(query, safe='')}" if query else url
