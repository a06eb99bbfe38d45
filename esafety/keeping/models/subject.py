"""What a row of this room is about: an incident, or a file that another school sent."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

from django.db.models import CheckConstraint, Q
from django.urls import reverse

from esafety.keeping.vocabulary import RecordKind
from esafety.moving.models import Arrival
from incidents.models import Incident

Record = Incident | Arrival


class Subject(NamedTuple):
    """Which record: by the column of this room's tables that leads to it, and its id."""

    column: str
    pk: int


def subject_of(record: Record) -> Subject:
    """Which record this is."""
    return Subject("incident" if isinstance(record, Incident) else "arrival", record.pk)


def columns_of(record: Record) -> dict[str, Any]:
    """For making or finding rows about it: the one column that leads to it."""
    return {subject_of(record).column: record}


def model_of(kind: RecordKind) -> type[Incident] | type[Arrival]:
    """Of which table a record of this kind is. The database's door asks the same (`door.py`)."""
    return Arrival if kind == RecordKind.RECEIVED else Incident


def ended_at(record: Record) -> dt.datetime:
    """When work on it ended: an incident was closed, a file taken in; one that was not kept, when it came."""
    if isinstance(record, Arrival):
        ended: dt.datetime = record.taken_in_at or record.came_at
        return ended
    assert record.closed_at is not None  # what is open is held
    return record.closed_at


def kept_url(record: Record) -> str:
    """Its page as something that is kept."""
    name = "record_kept" if isinstance(record, Incident) else "received_kept"
    return reverse(name, args=[record.reference])


def exactly_one(name: str) -> CheckConstraint:
    """A row is about an incident or about a received file, never about both or neither."""
    one = Q(incident__isnull=False, arrival__isnull=True) | Q(incident__isnull=True, arrival__isnull=False)
    return CheckConstraint(condition=one, name=name)


class AboutARecord:
    """A row that leads to its record by one of two columns."""

    incident: Any
    incident_id: Any
    arrival: Any
    arrival_id: Any

    @property
    def record(self) -> Any:
        """The incident or the file; None for a hold on the whole school."""
        return self.incident if self.incident_id is not None else self.arrival

    @property
    def subject(self) -> Subject:
        """Which record, without reading it."""
        if self.incident_id is not None:
            return Subject("incident", self.incident_id)
        return Subject("arrival", self.arrival_id)

    @property
    def kept_url(self) -> str:
        """The record's page as something that is kept; empty where there is none."""
        return kept_url(self.record) if self.record is not None else ""
