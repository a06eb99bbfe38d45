"""What a row of this room is about: an incident, a file that another school sent, or a school year's lot of a kind."""

from __future__ import annotations

import datetime as dt
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from django.db.models import CheckConstraint, Q
from django.urls import reverse
from django.utils import timezone

from esafety.keeping.models.lot import Lot
from esafety.keeping.vocabulary import OF_LOTS, RecordKind
from esafety.moving.models import Arrival
from incidents.models import Incident

Record = Incident | Arrival | Lot
COLUMN: dict[type[Record], str] = {Incident: "incident", Arrival: "arrival", Lot: "lot"}
"""Sort of record → the column of this room's tables that leads to one."""
ON_ALL = Q(**{f"{column}__isnull": True for column in COLUMN.values()})
"""A hold that leads to none of them: it is on every record of the school."""


class Subject(NamedTuple):
    """Which record: by the column of this room's tables that leads to it, and its id."""

    column: str
    pk: int


def subject_of(record: Record) -> Subject:
    """Which record this is."""
    return Subject(COLUMN[type(record)], record.pk)


def columns_of(record: Record) -> dict[str, Any]:
    """For making or finding rows about it: the one column that leads to it."""
    return {subject_of(record).column: record}


def model_of(kind: RecordKind) -> type[Record]:
    """Of which table a record of this kind is. The database's door asks the same (`door.py`)."""
    if kind in OF_LOTS:
        return Lot
    return Arrival if kind == RecordKind.RECEIVED else Incident


def ended_at(record: Record) -> dt.datetime:
    """When work on it ended: an incident was closed, a file taken in (one that was not kept: when it came), the school
    year of a lot was over."""
    if isinstance(record, Lot):
        return timezone.make_aware(dt.datetime.combine(record.ends_on, dt.time.min))
    if isinstance(record, Arrival):
        ended: dt.datetime = record.taken_in_at or record.came_at
        return ended
    assert record.closed_at is not None  # what is open is held
    return record.closed_at


def kept_url(record: Record) -> str:
    """Its page as something that is kept."""
    name = {Incident: "record_kept", Arrival: "received_kept", Lot: "lot_kept"}[type(record)]
    return reverse(name, args=[record.reference])


def one_filled(column: str) -> Q:
    """The column is filled, and no other that leads to a record."""
    return Q(**{f"{one}__isnull": one != column for one in COLUMN.values()})


EXACTLY_ONE = reduce(or_, (one_filled(column) for column in COLUMN.values()))


def exactly_one(name: str) -> CheckConstraint:
    """A row is about one record of one sort, never about two or none."""
    return CheckConstraint(condition=EXACTLY_ONE, name=name)


def referred_to(reference: str) -> Q:
    """For rows of this room: those about the record that is called so."""
    return reduce(or_, (Q(**{f"{column}__reference": reference}) for column in COLUMN.values()))


class AboutARecord:
    """A row that leads to its record by one of the columns."""

    incident: Any
    incident_id: Any
    arrival: Any
    arrival_id: Any
    lot: Any
    lot_id: Any

    @property
    def record(self) -> Any:
        """The incident, the file or the lot; None for a hold on the whole school."""
        return getattr(self, self.subject.column) if self._column else None

    @property
    def subject(self) -> Subject:
        """Which record, without reading it."""
        return Subject(self._column, getattr(self, f"{self._column}_id"))

    @property
    def _column(self) -> str:
        return next((one for one in COLUMN.values() if getattr(self, f"{one}_id") is not None), "")

    @property
    def kept_url(self) -> str:
        """The record's page as something that is kept; empty where there is none."""
        return kept_url(self.record) if self.record is not None else ""
