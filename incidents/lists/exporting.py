"""The list of incidents as lines of a file: facts for counting, no names, nothing that was told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from esafety.access.capabilities import Capability
from esafety.access.roles import may
from esafety.papers.spreadsheet import line
from esafety.people.models import User
from esafety.people.vocabulary import Role
from incidents.lists import keyset, listing
from incidents.lists.filters import Sort
from incidents.models import IncidentTag, Involvement, Task
from incidents.vocabulary import IncidentType, Lane, Nature, RiskArea, Status

if TYPE_CHECKING:
    from esafety.people.models import School
    from incidents.lists.filters import Filters
    from incidents.models import Incident

AT_ONCE = 200
"""Rows read together. The policy is asked again for each such part."""
BOM = "\ufeff"
"""Tells spreadsheet programs that accents are UTF-8."""

HEADINGS = (
    "Reference",
    "Status",
    "Main type",
    "All types",
    "Risk area",
    "Nature",
    "Happened on",
    "Reported on",
    "Closed on",
    "Held as",
    "Owner",
    "Assigned",
    "People involved",
    "Open tasks",
    "Overdue tasks",
)
_COLUMNS = (
    "pk",
    "reference",
    "status",
    "primary_type",
    "risk_area",
    "nature",
    "happened_on",
    "reported_at",
    "closed_at",
    "lane",
    "owner_role",
    "assigned_to_id",
    "people",
    "tasks_open",
    "tasks_overdue",
)


def export_lines(user: User, school: School, filters: Filters) -> Iterator[str]:
    """Headings, then a line for each incident that the account may still see when its turn comes."""
    yield BOM + line(HEADINGS)
    keys, place = listing.KEYS[Sort.NEWEST], None
    while part := _part(user.pk, school, filters, place):
        types = _types([row["pk"] for row in part])
        for row in part:
            yield line(_cells(row, types[row["pk"]]))
        place = tuple(part[-1][key.name] for key in keys)


def _part(user_id: int, school: School, filters: Filters, place: keyset.Place | None) -> list[dict[str, Any]]:
    """The next rows, asked for in the name of the account as it stands now: nothing is remembered."""
    user = User.objects.filter(pk=user_id).first()
    if user is None or not may(user, Capability.EXPORT, school):
        return []
    keys = listing.KEYS[Sort.NEWEST]
    rows = listing.found(user, school, filters)
    if place is not None:
        rows = rows.filter(keyset.beyond(keys, place))
    return list(_with_counts(rows).order_by(*keyset.ordering(keys)).values(*_COLUMNS, "moment")[:AT_ONCE])


def _with_counts(rows: QuerySet[Incident]) -> QuerySet[Incident]:
    return rows.annotate(
        people=_count(Involvement.objects.standing()),
        tasks_open=_count(Task.objects.open()),
        tasks_overdue=_count(Task.objects.overdue()),
    )


def _count(children: QuerySet[Any]) -> Coalesce:
    mine = children.filter(incident=OuterRef("pk")).order_by().values("incident")
    return Coalesce(Subquery(mine.annotate(n=Count("pk")).values("n")), 0)


def _types(incidents: list[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {incident: [] for incident in incidents}
    tags = (
        IncidentTag.objects.filter(incident__in=incidents).order_by("pk").values_list("incident_id", "type")
    )
    for incident, type_ in tags:
        found[incident].append(IncidentType(type_).label)
    return found


def _cells(row: dict[str, Any], types: list[str]) -> list[str | int]:
    return [
        row["reference"],
        Status(row["status"]).label,
        IncidentType(row["primary_type"]).label,
        "; ".join(types),
        RiskArea(row["risk_area"]).label,
        Nature(row["nature"]).label,
        _day(row["happened_on"]),
        _day(row["reported_at"]),
        _day(row["closed_at"]),
        Lane(row["lane"]).label,
        Role(row["owner_role"]).label,
        "Yes" if row["assigned_to_id"] else "No",
        row["people"],
        row["tasks_open"],
        row["tasks_overdue"],
    ]


def _day(when: dt.date | dt.datetime | None) -> str:
    """2026-11-21, in the school's time zone: every spreadsheet program reads it as a date."""
    if when is None:
        return ""
    return (timezone.localtime(when) if isinstance(when, dt.datetime) else when).strftime("%Y-%m-%d")
