"""The one door through which a record leaves for good, and the list of everything that goes with it.

Nothing else in the building deletes a row of a record, and the database lets such a row go only while the tombstone of
its incident, or of its received file, stands in an approved disposal (migrations 0002 and 0007). Files lose their key
first: what a disk or a backup still holds of them cannot be read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Set
from typing import Any, NamedTuple

from django.apps import apps
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from esafety.audit import record
from esafety.audit.trail import Detail
from esafety.keeping.models import Disposal, Record, Tombstone
from esafety.keeping.models.subject import ended_at, model_of
from esafety.keeping.policy.dates import school_year_end
from esafety.keeping.vocabulary import STRUCK, RecordKind
from esafety.moving.models import Arrival
from esafety.outbox.models import Message
from esafety.papers import cabinet
from esafety.papers.models import DocumentLink, Paper, ReceivedFile, StoredFile, UploadPermit
from esafety.papers.models.paper import new_reference
from incidents.models import EvidenceItem, Incident, LetterPdf


class Lies(NamedTuple):
    """A table whose rows belong to a record, and how to get from a row to it."""

    model: str
    path: str = "incident"


WITH_IT: tuple[Lies, ...] = (
    Lies("keeping.Review"),
    Lies("keeping.Hold"),
    Lies("keeping.DueDate"),
    Lies("keeping.DisposalItem"),
    Lies("moving.TransferPart"),
    Lies("incidents.TaskPause", "task__incident"),
    Lies("incidents.Sanction"),
    Lies("incidents.PartEntry"),
    Lies("incidents.ChronologyMark"),
    Lies("incidents.AllegationOutcome"),
    Lies("incidents.ReferralEntry", "referral__incident"),
    Lies("incidents.ReferralForm", "referral__incident"),
    Lies("incidents.Task"),
    Lies("incidents.Referral"),
    Lies("incidents.EvidenceOpening", "item__incident"),
    Lies("incidents.EvidenceItem"),
    Lies("incidents.DeviceReview"),
    Lies("incidents.CustodyEntry", "item__incident"),
    Lies("incidents.Item"),
    Lies("incidents.LetterPdf", "letter__incident"),
    Lies("incidents.Letter"),
    Lies("incidents.Link", "incident"),
    Lies("incidents.Link", "other"),
    Lies("incidents.PatternEvidence"),
    Lies("incidents.AlertReading", "alert__incident"),
    Lies("incidents.Alert"),
    Lies("incidents.DesignatedComputer"),
    Lies("incidents.ViewingDecision"),
    Lies("incidents.SearchRecord"),
    Lies("incidents.RoutingNote"),
    Lies("incidents.WayBack"),
    Lies("incidents.SearchText"),
    Lies("incidents.Statement"),
    Lies("incidents.WebAddress"),
    Lies("incidents.IncidentTag"),
    Lies("incidents.IncidentInvitation", "content_object"),
    Lies("incidents.Decision"),
    Lies("incidents.Note"),
    Lies("incidents.Involvement"),
)
"""In the order in which they go: what points at a table goes before it. A test finds a table that is missing."""


WITH_A_FILE: tuple[Lies, ...] = (
    Lies("keeping.Review", "arrival"),
    Lies("keeping.Hold", "arrival"),
    Lies("keeping.DueDate", "arrival"),
    Lies("keeping.DisposalItem", "arrival"),
    Lies("moving.TransferReceived", "arrival"),
    Lies("moving.ArrivalPlacing", "arrival"),
    Lies("moving.ArrivalNamed", "arrival"),
    Lies("moving.ArrivalEntry", "arrival"),
    Lies("moving.ArrivalFile", "arrival"),
)
"""The same of a file that another school sent."""

TIES = frozenset(
    {"incidents.Link", "incidents.PatternEvidence", "moving.TransferPart", "moving.TransferReceived"}
)
"""Rows that tie a record to others, which not everybody who reads it may see: they go, and are never counted."""


class Contents(NamedTuple):
    """Everything of some records: tables in the order in which they go, the records themselves between `rows` and
    `beside`, and the files that lose their keys."""

    rows: list[QuerySet[Any]]
    beside: list[QuerySet[Any]]
    files: QuerySet[StoredFile]

    @property
    def tables(self) -> list[QuerySet[Any]]:
        """All but the records themselves."""
        return self.rows + self.beside


def contents(records: Set[int], model: type[Record] = Incident) -> Contents:
    """What these records of one sort consist of: their rows, and papers, messages, permits and files about one."""
    rows = [
        _model(lies)._base_manager.filter(**{f"{lies.path}__in": records})
        for lies in (WITH_IT if model is Incident else WITH_A_FILE)
    ]
    about: dict[str, set[int]] = {model._meta.label_lower: set(records)}
    for table in rows:
        about.setdefault(table.model._meta.label_lower, set()).update(_keys(table))
    papers = _speaking_of(Paper, about)
    received = _speaking_of(ReceivedFile, about)
    links = set(DocumentLink.objects.filter(paper__in=papers).values_list("pk", flat=True))
    about |= {Paper._meta.label_lower: papers, DocumentLink._meta.label_lower: links}
    files = {
        *StoredFile.objects.filter(paper__in=papers).values_list("pk", flat=True),
        *StoredFile.objects.filter(received__in=received).values_list("pk", flat=True),
        *(_files_of_incidents(records) if model is Incident else _files_of_received(records)),
    }
    received |= set(ReceivedFile.objects.filter(file__in=files).values_list("pk", flat=True))
    beside: list[QuerySet[Any]] = [
        Message._base_manager.filter(pk__in=_speaking_of(Message, about)),
        UploadPermit._base_manager.filter(pk__in=_speaking_of(UploadPermit, about)),
        DocumentLink._base_manager.filter(pk__in=links),
        Paper._base_manager.filter(pk__in=papers),
        ReceivedFile._base_manager.filter(pk__in=received),
    ]
    return Contents(rows, beside, StoredFile.objects.filter(pk__in=files, destroyed_at__isnull=True))


def _files_of_incidents(incidents: Set[int]) -> set[int]:
    evidence = EvidenceItem.objects.filter(incident__in=incidents, file__isnull=False)
    letters = LetterPdf.objects.filter(letter__incident__in=incidents, file__isnull=False)
    return {*evidence.values_list("file__file", flat=True), *letters.values_list("file", flat=True)}


def _files_of_received(arrivals: Set[int]) -> set[int]:
    """The machine's part of a sealed file; what came, and what came inside, are files received about it."""
    return set(Arrival.objects.filter(pk__in=arrivals, record__isnull=False).values_list("record", flat=True))


def counted(records: Set[int], model: type[Record] = Incident) -> tuple[dict[str, int], int]:
    """How many rows of which table, by what a row is called, and how many files would go. Ties are not counted."""
    found = contents(records, model)
    rows: dict[str, int] = {model._meta.label: len(records)}
    for table in found.tables:
        if table.model._meta.label not in TIES and (count := table.count()):
            rows[table.model._meta.label] = rows.get(table.model._meta.label, 0) + count
    return rows, found.files.count()


class Line(NamedTuple):
    """What a tombstone is called and in which school year its record ended, where the ledger knows already."""

    reference: str
    school_year: str


def strike(
    *, disposal: Disposal, records: Set[int], kind: RecordKind, known: Mapping[int, Line] | None = None
) -> list[Tombstone]:
    """Dispose of one record, an incident with its duplicates or a received file: its tombstones, then its files' keys,
    then its rows, itself, and what spoke of it.

    Inside the caller's transaction, which has locked the records and asked what holds them. `known`: record →
    its line in the ledger, when that is applied again. Raises RuntimeError outside a transaction; the database
    refuses when the disposal is not approved.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("A record is disposed of inside the transaction that asked what holds it")
    model = model_of(kind)
    found = contents(records, model)
    rows, beside = ([(table.model, _keys(table)) for table in part] for part in (found.rows, found.beside))
    files = list(found.files)
    counts = (len(keys) for one, keys in rows + beside if one._meta.label not in TIES)
    size = (sum(counts) + len(records), len(files))
    raised = _raise(disposal, kind, model._base_manager.filter(pk__in=records), size, known or {})
    for file in files:
        cabinet.destroy(file)
    _let_go(rows)
    for some in _from_the_ends(records) if model is Incident else [Arrival.objects.filter(pk__in=records)]:
        some.delete()
    _let_go(beside)
    detail: dict[str, Detail] = {"kind": kind.value, "tombstones": [one.reference for one in raised]}
    record(STRUCK, by=None, school=disposal.school, about=disposal, detail=detail)
    return raised


def _let_go(tables: list[tuple[Any, set[int]]]) -> None:
    for model, keys in tables:
        model._base_manager.filter(pk__in=keys).delete()


def fingerprint(record: Record) -> str:
    """What tells a record in an older backup to be the one that was disposed of: of a number nobody was shown."""
    number = record.submission_key if isinstance(record, Incident) else record.key
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


def _model(lies: Lies) -> Any:
    return apps.get_model(lies.model)


def _keys(rows: QuerySet[Any]) -> set[int]:
    return set(rows.order_by().values_list("pk", flat=True))


def _speaking_of(model: Any, about: dict[str, set[int]]) -> set[int]:
    found: set[int] = set()
    for label, keys in about.items():
        if keys:
            rows = model._base_manager.filter(about_label=label, about_id__in=keys)
            found.update(rows.values_list("pk", flat=True))
    return found
