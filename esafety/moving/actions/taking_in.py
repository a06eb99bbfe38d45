"""A file from another school becomes part of what this school holds of a pupil, or is taken out again."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from esafety.access.capabilities import Capability
from esafety.access.conflict import conflicted_person_ids
from esafety.access.refusals import NotNow
from esafety.audit import record
from esafety.moving.access import ARRIVALS
from esafety.moving.actions.arrival_guard import change_arrival, must_be
from esafety.moving.json_reading import read_json
from esafety.moving.models import Arrival, ArrivalEntry, ArrivalFile, ArrivalPlacing
from esafety.moving.notices import FILE_TAKEN_IN
from esafety.moving.package import RECORD
from esafety.moving.queries_arrivals import readers
from esafety.moving.reading import entries_of
from esafety.moving.vocabulary import (
    ARRIVAL_FILE_OPENED,
    ARRIVAL_TAKEN_IN,
    ARRIVAL_TAKEN_OUT,
    ArrivalState,
)
from esafety.outbox.owing import owe
from esafety.papers import cabinet
from esafety.papers.actions import set_aside
from esafety.papers.receiving import opening
from esafety.people.vocabulary import PersonKind

if TYPE_CHECKING:
    from esafety.people.models import Person, User


@transaction.atomic
def take_arrival_in(*, arrival: Arrival, pupil: Person, version: int, by: User) -> Arrival:
    """Take a file in: it belongs to this pupil from now on, as the words of the school that wrote it.

    The other leads are told. Raises PermissionDenied, for a pupil the account is close to too; NotNow for anybody who
    is no pupil of the school, when it was taken in already and when it was changed meanwhile.
    """
    must_be(by, arrival, ArrivalState.OPENED)
    if pupil.pk in conflicted_person_ids(by):
        raise PermissionDenied
    if pupil.kind != PersonKind.PUPIL or pupil.school_id != arrival.school_id:
        raise NotNow("Select a pupil of this school.")
    now = timezone.now()
    columns = {"pupil": pupil, "taken_in_at": now, "taken_in_by": by}
    changed = change_arrival(arrival, version, state=ArrivalState.TAKEN_IN, **columns)
    _write_entries(changed)
    ArrivalPlacing.objects.create(arrival=changed, pupil=pupil, at=now, by=by)
    for user in readers(changed):
        if user.pk != by.pk:
            owe(FILE_TAKEN_IN, about=changed, to=user, key=str(changed.version))
    record(ARRIVAL_TAKEN_IN, by=by, school=changed.school, about=changed, detail={"pupil": pupil.pk})
    return changed


@transaction.atomic
def take_arrival_out(*, arrival: Arrival, why: str, version: int, by: User) -> Arrival:
    """Take a file out of a pupil's record: it was the wrong pupil. Nothing is destroyed; it waits for the right one.

    Raises PermissionDenied, and NotNow when it was changed meanwhile.
    """
    must_be(by, arrival, ArrivalState.TAKEN_IN)
    assert arrival.pupil is not None
    columns = {"pupil": None, "taken_in_at": None, "taken_in_by": None}
    changed = change_arrival(arrival, version, state=ArrivalState.OPENED, **columns)
    ArrivalPlacing.objects.create(arrival=changed, pupil=arrival.pupil, is_out=True, why=why, by=by)
    detail = {"pupil": arrival.pupil.pk}
    record(ARRIVAL_TAKEN_OUT, by=by, school=changed.school, about=changed, detail=detail)
    return changed


@transaction.atomic
def open_arrival_file(*, arrival: Arrival, file: ArrivalFile, confirmed: bool, by: User) -> ArrivalFile:
    """Write down that `by` takes a copy of one file that came; the view hands it out after this.

    Raises PermissionDenied; NotNow while it is in quarantine or closed, and when it was not checked for viruses and
    `by` has not confirmed that they know. Source: quality.md S9.
    """
    if not ARRIVALS.allows(by, Capability.RECEIVE_FILES, arrival):
        raise PermissionDenied
    if file.file is None:
        raise NotNow(f"This file was not taken in. {file.not_taken_why}.")
    if why := opening.why_closed(file.file):
        raise NotNow(why)
    if opening.needs_confirming(file.file) and not confirmed:
        raise NotNow("This file was not checked for viruses. Confirm that you know before you open it.")
    record(
        ARRIVAL_FILE_OPENED, by=by, school=arrival.school, about=arrival, detail={"file": file.file.reference}
    )
    return file


@transaction.atomic
def doubt_arrival_file(*, arrival: Arrival, file: ArrivalFile, by: User) -> ArrivalFile:
    """Close one file for good because it may be illegal; `papers.set_aside` writes the trail.

    Raises PermissionDenied, NotNow for one that was not taken in.
    """
    if not ARRIVALS.allows(by, Capability.RECEIVE_FILES, arrival):
        raise PermissionDenied
    if file.file is None:
        raise NotNow("This file is not here.")
    set_aside(received=file.file, by=by)
    return file


def _write_entries(arrival: Arrival) -> None:
    """The entries of the record become rows, once; taken out and in again they are there already."""
    if arrival.record is None or arrival.entries.exists():
        return
    told = read_json(b"".join(cabinet.read(arrival.record)), RECORD)
    rows = [(school, row) for school, entries in entries_of(told) for row in entries]
    made = [
        ArrivalEntry(
            arrival=arrival,
            number=number,
            school=school,
            at=dt.datetime.fromisoformat(row["at"]),
            written_by=row["by"],
            **{name: row[name] for name in _AS_THEY_ARE},
        )
        for number, (school, row) in enumerate(rows, 1)
    ]
    ArrivalEntry.objects.bulk_create(made, batch_size=500)


_AS_THEY_ARE = ("incident", "kind", "title", "headline", "text", "impact", "significant")
