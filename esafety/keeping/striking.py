"""The one door through which a record leaves for good.

Nothing else in the building deletes a row of a record, and the database lets such a row go only while the tombstone of
its incident, or of its received file, stands in an approved disposal, or the row itself was written down with the
tombstone of a lot (migrations 0002, 0007 and 0009). Files lose their key first: what a disk or a backup still holds of
them cannot be read.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping, Set
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from esafety.audit import record
from esafety.audit.trail import Detail
from esafety.keeping.contents import Contents, contents, contents_of_part, keys_of
from esafety.keeping.lots import Going, portions
from esafety.keeping.models import Disposal, GoneRow, Lot, Record, Tombstone
from esafety.keeping.models.subject import ended_at, model_of
from esafety.keeping.parts import Part
from esafety.keeping.policy.dates import school_year_end
from esafety.keeping.tables import TIES
from esafety.keeping.vocabulary import STRUCK, RecordKind
from esafety.moving.models import Arrival
from esafety.papers import cabinet
from esafety.papers.models import StoredFile
from esafety.papers.models.paper import new_reference
from incidents.models import Incident


class Line(NamedTuple):
    """What a tombstone is called and in which school year its record ended, where the ledger knows already. Of a lot
    also its fingerprint: the lot may have been made anew since."""

    reference: str
    school_year: str
    fingerprint: str = ""


def strike(
    *, disposal: Disposal, records: Set[int], kind: RecordKind, known: Mapping[int, Line] | None = None
) -> list[Tombstone]:
    """Dispose of one record, an incident with its duplicates or a received file: its tombstones, then its files' keys,
    then its rows, itself, and what spoke of it.

    Inside the caller's transaction, which has locked the records and asked what holds them. `known`: record →
    its line in the ledger, when that is applied again. Raises RuntimeError outside a transaction; the database
    refuses when the disposal is not approved.
    """
    _inside_a_transaction()
    model = model_of(kind)
    found = _listed(contents(records, model))
    size = (found.size + len(records), len(found.files))
    raised = _raise(disposal, kind, model._base_manager.filter(pk__in=records), size, known or {})
    _let_go(found, _from_the_ends(records) if model is Incident else [Arrival.objects.filter(pk__in=records)])
    _enter(disposal, kind, raised)
    return raised


def strike_lot(
    *, disposal: Disposal, lot: Lot, going: Collection[Going], known: Line | None = None
) -> Tombstone:
    """Dispose of what goes of a lot: one tombstone with the number of each row, then the files' keys and the rows, a
    thousand at a time. The lot stays. As `strike` inside the caller's transaction, and with the same errors."""
    _inside_a_transaction()
    some = [
        (part, pks, _listed(contents_of_part(part, pks))) for part, rows in going for pks in portions(rows)
    ]
    line = known or Line(new_reference(), lot.school_year, fingerprint(lot))
    stone = Tombstone.objects.create(
        reference=line.reference,
        school_id=lot.school_id,
        disposal=disposal,
        kind=lot.kind,
        school_year=line.school_year,
        was_id=0,
        fingerprint=line.fingerprint,
        rows=sum(len(pks) + found.size for _, pks, found in some),
        files=sum(len(found.files) for _, _, found in some),
        disposed_at=timezone.now(),
    )
    for part, pks, found in some:
        model = part.rows().model
        _write_down(stone, [(model, pks), *found.rows])
        _let_go(found, _of_table(part, pks))
    _enter(disposal, RecordKind(lot.kind), [stone])
    return stone


class Listed(NamedTuple):
    """Contents by their numbers, read before anything goes."""

    rows: list[tuple[Any, set[int]]]
    beside: list[tuple[Any, set[int]]]
    files: list[StoredFile]

    @property
    def size(self) -> int:
        """How many rows that is. Ties are not counted."""
        return sum(len(keys) for one, keys in self.rows + self.beside if one._meta.label not in TIES)


def _inside_a_transaction() -> None:
    if not connection.in_atomic_block:
        raise RuntimeError("A record is disposed of inside the transaction that asked what holds it")


def _listed(found: Contents) -> Listed:
    rows, beside = ([(table.model, keys_of(table)) for table in part] for part in (found.rows, found.beside))
    return Listed(rows, beside, list(found.files))


def _let_go(found: Listed, records: Iterable[QuerySet[Any]]) -> None:
    for file in found.files:
        cabinet.destroy(file)
    for model, keys in found.rows:
        model._base_manager.filter(pk__in=keys).delete()
    for some in records:
        some.delete()
    for model, keys in found.beside:
        model._base_manager.filter(pk__in=keys).delete()


def _write_down(stone: Tombstone, tables: list[tuple[Any, set[int]]]) -> None:
    gone = [
        GoneRow(tombstone=stone, table=model._meta.db_table, row=pk)
        for model, keys in tables
        for pk in sorted(keys)
    ]
    GoneRow.objects.bulk_create(gone, batch_size=1_000)


def _enter(disposal: Disposal, kind: RecordKind, raised: list[Tombstone]) -> None:
    detail: dict[str, Detail] = {"kind": kind.value, "tombstones": [one.reference for one in raised]}
    record(STRUCK, by=None, school=disposal.school, about=disposal, detail=detail)


def _of_table(part: Part, rows: Set[int]) -> Iterator[QuerySet[Any]]:
    """The rows of a lot's table, one that leads back to another before it."""
    model, left = part.rows().model, set(rows)
    while left and part.follows:
        ties = model._base_manager.filter(**{f"{part.follows}__in": left}, pk__in=left)
        ends = left - set(ties.values_list(part.follows, flat=True))
        yield model._base_manager.filter(pk__in=ends)
        left -= ends
    yield model._base_manager.filter(pk__in=left)


def fingerprint(record: Record) -> str:
    """What tells a record in an older backup to be the one that was disposed of: of a number nobody was shown."""
    number: uuid.UUID = record.submission_key if isinstance(record, Incident) else record.key
    return hashlib.sha256(number.bytes).hexdigest()


def _raise(
    disposal: Disposal,
    kind: RecordKind,
    records: QuerySet[Any],
    size: tuple[int, int],
    known: Mapping[int, Line],
) -> list[Tombstone]:
    """A tombstone for each; the first carries how much went."""
    raised: list[Tombstone] = []
    for one in records.order_by("pk"):
        line = known.get(one.pk) or Line(new_reference(), _school_year(one))
        raised.append(
            Tombstone.objects.create(
                reference=line.reference,
                school_id=one.school_id,
                disposal=disposal,
                kind=kind,
                school_year=line.school_year,
                was_id=one.pk,
                fingerprint=fingerprint(one),
                rows=0 if raised else size[0],
                files=0 if raised else size[1],
                disposed_at=timezone.now(),
            )
        )
    return raised


def _school_year(record: Record) -> str:
    ended = school_year_end(timezone.localdate(ended_at(record))).year
    return f"{ended - 1}/{ended % 100:02d}"


def _from_the_ends(incidents: Set[int]) -> Iterator[QuerySet[Incident]]:
    """The incidents, duplicates before what they were merged into."""
    left = set(incidents)
    while left:
        ends = set(Incident.objects.filter(pk__in=left, merged_from=None).values_list("pk", flat=True))
        if not ends:
            raise RuntimeError("Something outside the record was merged into it")
        yield Incident.objects.filter(pk__in=ends)
        left -= ends
