"""What a record consists of: every row that goes with it, everything that speaks of one, and the files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Set
from typing import Any, NamedTuple

from django.db.models import QuerySet

from esafety.keeping.lots import Going
from esafety.keeping.models import Record
from esafety.keeping.parts import Part
from esafety.keeping.tables import TIES, WITH_A_FILE, WITH_IT, Lies
from esafety.moving.models import Arrival
from esafety.outbox.models import Message
from esafety.papers.models import DocumentLink, Paper, ReceivedFile, StoredFile, UploadPermit
from incidents.models import EvidenceItem, Incident, LetterPdf


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
    is_case = model is Incident
    files = _files_of_incidents(records) if is_case else _files_of_received(records)
    return _contents(model, records, WITH_IT if is_case else WITH_A_FILE, files)


def contents_of_part(part: Part, rows: Set[int]) -> Contents:
    """The same of rows of one table of a lot."""
    model = part.rows().model
    of_it = model._base_manager.filter(pk__in=rows).order_by()
    files = {pk for way in part.files for pk in of_it.values_list(way, flat=True) if pk is not None}
    return _contents(model, rows, part.with_it, files)


def _contents(model: type[Any], records: Set[int], with_it: tuple[Lies, ...], files: set[int]) -> Contents:
    rows = [lies.table._base_manager.filter(**{f"{lies.path}__in": records}) for lies in with_it]
    about: dict[str, set[int]] = {model._meta.label_lower: set(records)}
    for table in rows:
        about.setdefault(table.model._meta.label_lower, set()).update(keys_of(table))
    papers = _speaking_of(Paper, about)
    received = _speaking_of(ReceivedFile, about)
    links = set(DocumentLink.objects.filter(paper__in=papers).values_list("pk", flat=True))
    about |= {Paper._meta.label_lower: papers, DocumentLink._meta.label_lower: links}
    files = {
        *StoredFile.objects.filter(paper__in=papers).values_list("pk", flat=True),
        *StoredFile.objects.filter(received__in=received).values_list("pk", flat=True),
        *files,
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


def counted(records: Set[int], model: type[Record] = Incident) -> tuple[Counter[str], int]:
    """How many rows of which table, by what a row is called, and how many files would go. Ties are not counted."""
    return _counted(model, records, contents(records, model))


def counted_of_lots(going: Collection[Going]) -> tuple[Counter[str], int]:
    """The same of what would go of lots."""
    rows, files = Counter[str](), 0
    for part, pks in going:
        more, keys = _counted(part.rows().model, pks, contents_of_part(part, pks))
        rows.update(more)
        files += keys
    return rows, files


def _counted(model: type[Any], records: Set[int], found: Contents) -> tuple[Counter[str], int]:
    rows = Counter({model._meta.label: len(records)})
    for table in found.tables:
        if table.model._meta.label not in TIES and (count := table.count()):
            rows[table.model._meta.label] += count
    return rows, found.files.count()


def keys_of(rows: QuerySet[Any]) -> set[int]:
    return set(rows.order_by().values_list("pk", flat=True))


def _speaking_of(model: Any, about: dict[str, set[int]]) -> set[int]:
    found: set[int] = set()
    for label, keys in about.items():
        if keys:
            rows = model._base_manager.filter(about_label=label, about_id__in=keys)
            found.update(rows.values_list("pk", flat=True))
    return found
