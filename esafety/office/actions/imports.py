"""Bringing people in from a file: what a person does on the way. The work itself is in `office/roll`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone

from esafety.access.refusals import NotNow
from esafety.audit import record
from esafety.office.models import ImportLine, ImportRun, RememberedColumns, RollImport
from esafety.office.policy.columns import recognised
from esafety.office.roll import sniffing, undoing
from esafety.office.roll.checking import source_of
from esafety.office.roll.purging import drop_contents
from esafety.office.roll.sniffing import Source
from esafety.office.roll.vocabulary import (
    IMPORT_ANSWERED,
    IMPORT_APPLY_ASKED,
    IMPORT_BEGUN,
    IMPORT_CHECK_ASKED,
    IMPORT_DISCARDED,
    IMPORT_RETRIED,
    IMPORT_UNDO_ASKED,
    LEAVERS_MARKED,
    Asks,
    Choice,
    DateOrder,
    Delimiter,
    Encoding,
    FileKind,
    Job,
    Stage,
)
from esafety.outbox.bell import ring
from esafety.papers import cabinet
from esafety.people.models import Person, School, User
from esafety.people.queries import folded
from incidents.leaving import tell_that_they_left

if TYPE_CHECKING:
    import datetime as dt

    from esafety.papers.models import StoredFile

ONE_AT_A_TIME = "Another file of this school is being brought in. Finish it or put it aside first."
NOT_AS_IT_WAS = "The import has gone on since you opened the page. Look again where it stands."


@transaction.atomic
def begin_import(*, school: School, kind: FileKind, file: StoredFile, file_name: str, by: User) -> RollImport:
    """Take a file of people in and guess what it is. A file that is not taken is removed.

    Raises sniffing.Unusable when it is of no use as a whole, and NotNow while another one is under way.
    """
    try:
        return _begin(school, kind, file, file_name, by)
    except (sniffing.Unusable, NotNow):
        cabinet.drop(file)
        raise


def _begin(school: School, kind: FileKind, file: StoredFile, file_name: str, by: User) -> RollImport:
    given = RollImport(school=school, kind=kind, file=file, file_name=file_name[:100], begun_by=by)
    _describe(given, lambda: cabinet.read(file))
    if RollImport.objects.under_way().filter(school=school).exists():
        raise NotNow(ONE_AT_A_TIME)
    file.save(force_insert=True)
    try:
        with transaction.atomic():
            given.save(force_insert=True)
    except IntegrityError:
        raise NotNow(ONE_AT_A_TIME) from None
    record(IMPORT_BEGUN, by=by, school=school, about=given, detail={"kind": kind.value})
    return given


def _describe(given: RollImport, source: Source) -> None:
    """Guess encoding, delimiter, columns and dates; what the school chose for the same headings comes first."""
    if sniffing.is_xml(source):
        given.kind = FileKind.CTF
        return
    if given.kind == FileKind.CTF:
        raise sniffing.Unusable(
            "The file is no XML, and a Common Transfer File is. Choose what the file holds instead"
        )
    told = sniffing.guess(source)
    given.encoding, given.delimiter, given.headings = told.encoding, told.delimiter, told.headings
    given.lines = sniffing.length(source, told.encoding, told.delimiter)
    kept = RememberedColumns.objects.filter(
        school=given.school, kind=given.kind, signature=signature(told.headings)
    ).first()
    given.columns = (
        kept.columns
        if kept is not None
        else recognised(told.headings, contacts_own_lines=given.kind == FileKind.CONTACTS)
    )
    given.date_order = kept.date_order if kept else sniffing.date_order(source, told, given.columns)


def signature(headings: Sequence[str]) -> str:
    """What tells the headings of one report from those of another."""
    return hashlib.sha256(json.dumps([folded(one) for one in headings]).encode()).hexdigest()


@transaction.atomic
def read_anew(*, given: RollImport, encoding: Encoding, delimiter: Delimiter, by: User) -> RollImport:
    """Read the headings again, by another encoding or another delimiter.

    Raises sniffing.Unusable when the file makes no sense so, and NotNow when it is past that.
    """
    if given.file is None:
        raise NotNow(NOT_AS_IT_WAS)
    source = source_of(given)
    headings = sniffing.headings(source, encoding, delimiter)
    columns = recognised(headings, contacts_own_lines=given.kind == FileKind.CONTACTS)
    _move(
        given,
        (Stage.COLUMNS, Stage.CHECKED),
        Stage.COLUMNS,
        encoding=encoding,
        delimiter=delimiter,
        headings=headings,
        columns=columns,
        lines=sniffing.length(source, encoding, delimiter),
    )
    record(IMPORT_CHECK_ASKED, by=by, school=given.school, about=given, detail={"reading": "anew"})
    return given


@transaction.atomic
def check_import(*, given: RollImport, columns: Sequence[str], date_order: DateOrder, by: User) -> ImportRun:
    """Say what each column fills, remember it, and have the file checked. Raises NotNow when it is past that."""
    _move(
        given,
        (Stage.COLUMNS, Stage.CHECKED),
        Stage.CHECKING,
        columns=list(columns),
        date_order=date_order,
    )
    if given.headings:
        RememberedColumns.objects.update_or_create(
            school=given.school,
            kind=given.kind,
            signature=signature(given.headings),
            defaults={"columns": given.columns, "date_order": date_order},
        )
    run = _owe(given, Job.CHECK, by, given.lines or None)
    record(IMPORT_CHECK_ASKED, by=by, school=given.school, about=given)
    return run


@transaction.atomic
def answer_line(*, line: ImportLine, choice: str, by: User) -> ImportLine:
    """Decide who a line is about, or whether a court order was lifted.

    `choice` is one of `Choice` or the number of one of the people the line could mean. Raises ValueError for
    anything else and NotNow once the import is being brought in.
    """
    given = RollImport.objects.select_for_update(no_key=True).get(pk=line.roll_import_id)
    if given.stage != Stage.CHECKED:
        raise NotNow(NOT_AS_IT_WAS)
    people = {str(one) for one in line.found.get("candidates", ())}
    allowed: dict[str, set[str]] = {
        "": set(),
        Asks.WHO: {Choice.NEW, Choice.LEAVE} | people,
        Asks.LIFT: {Choice.LIFT, Choice.KEEP},
    }
    if choice not in allowed[line.asks]:
        raise ValueError(choice)
    line.choice = choice
    line.save(update_fields=["choice"])
    record(IMPORT_ANSWERED, by=by, school=given.school, about=given, detail={"line": line.number})
    return line


@transaction.atomic
def apply_import(*, given: RollImport, by: User) -> ImportRun:
    """Have a checked file brought in. Raises NotNow unless it is checked."""
    _move(given, (Stage.CHECKED,), Stage.APPLYING, differed=0)
    run = _owe(given, Job.APPLY, by, given.lines)
    record(IMPORT_APPLY_ASKED, by=by, school=given.school, about=given)
    return run


@transaction.atomic
def undo_import(*, given: RollImport, by: User) -> ImportRun:
    """Have the last import undone. Raises NotNow with the reason when it cannot be."""
    if why := undoing.why_not(given):
        raise NotNow(why)
    _move(given, (Stage.APPLIED,), Stage.UNDOING)
    run = _owe(given, Job.UNDO, by, given.changes.count())
    record(IMPORT_UNDO_ASKED, by=by, school=given.school, about=given)
    return run


@transaction.atomic
def discard_import(*, given: RollImport, by: User) -> RollImport:
    """Put a file aside that is not to be brought in, and destroy it. Raises NotNow once it is being brought in."""
    file = given.file
    _move(
        given,
        (Stage.COLUMNS, Stage.CHECKING, Stage.CHECKED),
        Stage.DISCARDED,
        file=None,
        ended_at=timezone.now(),
    )
    given.file = file
    drop_contents(given)
    record(IMPORT_DISCARDED, by=by, school=given.school, about=given)
    return given


@transaction.atomic
def retry_import(*, run: ImportRun, by: User) -> ImportRun:
    """Have work that was given up tried again. Does nothing to work that goes on."""
    from esafety.office.tasks import work_on_import

    if run.again():
        ring(work_on_import, run.pk)
        record(IMPORT_RETRIED, by=by, school=run.roll_import.school, about=run.roll_import)
    return run


@transaction.atomic
def mark_leavers(*, given: RollImport, people: Sequence[Person], left_on: dt.date, by: User) -> int:
    """Mark people whom a file did not name as having left on a day. Returns how many.

    Nobody with an account leaves here, nor anybody of another school, nor oneself: they are passed over.
    Whoever works on an open concern that one of them is part of is told.
    """
    mine = Person.objects.select_for_update(no_key=True).filter(
        pk__in=[person.pk for person in people], school=given.school, left_on=None, account=None
    )
    leaving = list(mine.order_by("pk"))
    for person in leaving:
        person.left_on = left_on
    Person.objects.bulk_update(leaving, ["left_on"], batch_size=500)
    tell_that_they_left(leaving)
    record(LEAVERS_MARKED, by=by, school=given.school, about=given, detail={"count": len(leaving)})
    return len(leaving)


def _move(given: RollImport, of: Sequence[Stage], to: Stage, **columns: object) -> None:
    """Take the import from one of some stages to another. Raises NotNow when somebody else was first."""
    given_by = RollImport.objects.filter(pk=given.pk, stage__in=of)
    if not given_by.update(stage=to, **columns):
        raise NotNow(NOT_AS_IT_WAS)
    for name, value in {"stage": to, **columns}.items():
        setattr(given, name, value)


def _owe(given: RollImport, job: Job, by: User, total: int | None) -> ImportRun:
    from esafety.office.tasks import work_on_import

    run = ImportRun.objects.create(roll_import=given, job=job, asked_by=by, total=total)
    ring(work_on_import, run.pk)
    return run
