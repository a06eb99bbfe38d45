"""Bringing a checked file in: each line is judged again on the roll as it now stands, then written.

A batch is one transaction with its place in the file, so that work which breaks off goes on where it was.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone

from esafety.audit import record
from esafety.office.models import ImportChange, ImportLine, ImportRun, RollImport
from esafety.office.roll import batches
from esafety.office.roll.checking import counted, write_down
from esafety.office.roll.closeness import FAMILY_NAMES, made_close
from esafety.office.roll.judging import Finding, judge
from esafety.office.roll.matching import Known
from esafety.office.roll.vocabulary import IMPORT_APPLIED, Stage, Verdict
from esafety.papers import cabinet
from esafety.people.models import Guardianship, Person
from esafety.people.queries import twins_of

PERSON, LINK = ImportChange.Table.PERSON, ImportChange.Table.LINK
Row = TypeVar("Row", Person, Guardianship)
KEPT = frozenset({"id", "school", "account"})
LINK_COLUMNS = {"relationship", "no_contact", "priority", "parental_responsibility"}
LINK_ORDER = ("no_contact",)
"""What is remembered of a link that was added: whether the court order on it came with the file."""
TWIN = "The same person, entered twice"
MEANWHILE = "The roll was changed since the check: this is what came of the line"
CLASH = "Somebody entered the same person at the same moment. Bring the file in once more for this line"


def apply(run: ImportRun) -> None:
    """Bring in every line that can be; the others say why not."""
    given = run.roll_import
    for batch in batches.kept(given, run.reached):
        if not _bring_in(run, batch):
            return  # somebody else took the work over
    _finish(run)


def _bring_in(run: ImportRun, batch: list[ImportLine]) -> bool:
    try:
        with transaction.atomic():
            _write(run, batch)
            return run.reach(batch[-1].number, len(batch))
    except IntegrityError:
        return _one_by_one(run, batch)


def _one_by_one(run: ImportRun, batch: list[ImportLine]) -> bool:
    """Some line of the batch clashes with what somebody else is entering: only that line is lost."""
    with transaction.atomic():
        for number in dict.fromkeys(line.number for line in batch):
            rows = ImportLine.objects.filter(roll_import=run.roll_import, number=number)
            lines = list(rows.order_by("part"))
            try:
                with transaction.atomic():
                    _write(run, lines)
            except IntegrityError:
                rows.update(verdict=Verdict.REFUSED, asks="", found={"reasons": [CLASH]})
                RollImport.objects.filter(pk=run.roll_import_id).update(differed=F("differed") + len(lines))
        return run.reach(batch[-1].number, len(batch))


def _write(run: ImportRun, lines: list[ImportLine]) -> None:
    """Judge some lines on the roll as it stands, held, and write what they come to."""
    given = run.roll_import
    known = Known(given.school, lines, hold=True)
    before = [(line.verdict, line.found.get("changes")) for line in lines]
    found = judge(known, lines, run.asked_by)
    done = list(zip(lines, found, strict=True))
    changes = [*_write_people(given, done), *_write_links(given, done)]
    ImportChange.objects.bulk_create(changes)
    _say_what_differed(given, done, before)


def _write_people(given: RollImport, done: list[tuple[ImportLine, Finding]]) -> list[ImportChange]:
    who = [(line, one, one.person) for line, one in done if one.person is not None]
    new = [(line, person) for line, one, person in who if one.is_new]
    back = [(line, person) for line, one, person in who if one.is_brought_back]
    changed = [(line, one, person) for line, one, person in who if one.person_before]
    Person.objects.bulk_create(person for _, person in new)
    if back:
        _bring_back([person for _, person in back])
    if changed:
        fields = {field for _, one, _ in changed for field in one.person_before} | {"search_text"}
        write_again({person.pk: person for _, _, person in changed}.values(), fields)
    return [
        *(_changed(given, line, PERSON, person, added=True) for line, person in [*new, *back]),
        *(_changed(given, line, PERSON, person, before=one.person_before) for line, one, person in changed),
    ]


def write_again(rows: Iterable[Row], columns: Collection[str]) -> None:
    """Write some columns of rows that are there and held. `bulk_update` takes four times as long."""
    held = list(rows)
    if held:
        table = type(held[0])._default_manager
        table.bulk_create(held, update_conflicts=True, unique_fields=["id"], update_fields=sorted(columns))


def _bring_back(people: list[Person]) -> None:
    """People whom an undone import had added: their rows are still there."""
    write_again(people, {field.name for field in Person._meta.local_concrete_fields} - KEPT)
    withdrawn = ImportChange.objects.filter(table=PERSON, row_id__in=[person.pk for person in people])
    withdrawn.filter(withdrawn=True).update(withdrawn=False)


def _write_links(given: RollImport, done: list[tuple[ImportLine, Finding]]) -> list[ImportChange]:
    links = [(line, one, one.link) for line, one in done if one.link is not None]
    new = [(line, link) for line, one, link in links if one.link_is_new]
    changed = [(line, one, link) for line, one, link in links if one.link_before]
    for _, link in new:
        link.pupil_id, link.guardian_id = link.pupil.pk, link.guardian.pk
    new += _twins(new)
    Guardianship.objects.bulk_create(link for _, link in new)
    if changed:
        write_again({link.pk: link for _, _, link in changed}.values(), LINK_COLUMNS)
    return [
        *(_changed(given, line, LINK, link, added=True) for line, link in new),
        *(_changed(given, line, LINK, link, before=one.link_before) for line, one, link in changed),
    ]


def _twins(new: list[tuple[ImportLine, Guardianship]]) -> list[tuple[ImportLine, Guardianship]]:
    """Whoever is entered a second time is parent or carer there too: conflicts are found by entry."""
    twins = twins_of(link.guardian_id for _, link in new)
    if not twins:
        return []
    there = set(
        Guardianship.objects.filter(pupil__in=[link.pupil_id for _, link in new]).values_list(
            "pupil", "guardian"
        )
    )
    found = []
    for line, link in new:
        for twin in twins.get(link.guardian_id, ()):
            if (link.pupil_id, twin.pk) not in there and link.pupil_id != twin.pk:
                there.add((link.pupil_id, twin.pk))
                found.append((line, Guardianship(pupil=link.pupil, guardian=twin, relationship=TWIN)))
    return found


def _changed(
    given: RollImport,
    line: ImportLine,
    table: str,
    row: Person | Guardianship,
    *,
    added: bool = False,
    before: dict[str, Any] | None = None,
) -> ImportChange:
    before = before or {}
    kept = LINK_ORDER if added and isinstance(row, Guardianship) else before
    return ImportChange(
        roll_import_id=given.pk,
        number=line.number,
        table=table,
        row_id=row.pk,
        added=added,
        before={field: jsonable(value) for field, value in before.items()},
        after={field: jsonable(getattr(row, field)) for field in kept},
    )


def jsonable(value: Any) -> Any:
    """A column's value as JSON keeps it."""
    return value.isoformat() if isinstance(value, dt.date) else value


def _say_what_differed(
    given: RollImport, done: Iterable[tuple[ImportLine, Finding]], checked: Iterable[tuple[str, Any]]
) -> None:
    """Where the roll has changed since the check, the line says what came of it instead."""
    other: list[ImportLine] = []
    for (line, found), (verdict, changes) in zip(done, checked, strict=True):
        new_person = found.person is not None and line.person_id != found.person.pk
        if found.verdict != verdict or (found.changes or None) != changes:
            write_down(line, found)
            line.found["reasons"] = (
                [*line.found.get("reasons", ()), MEANWHILE] if not line.choice else found.reasons
            )
            other.append(line)
            given.differed += not line.choice
        elif new_person and found.verdict != Verdict.ADDED:
            write_down(line, found)
            other.append(line)
    if other:
        ImportLine.objects.bulk_update(other, ["verdict", "asks", "found", "person_id"])
        RollImport.objects.filter(pk=given.pk).update(differed=given.differed)


def _finish(run: ImportRun) -> None:
    """Say that it is done, and destroy the file."""
    given = run.roll_import
    with transaction.atomic():
        counts = counted(given)
        waiting = RollImport.objects.filter(pk=given.pk, stage=Stage.APPLYING)
        if not waiting.update(stage=Stage.APPLIED, ended_at=timezone.now(), file=None, **counts):
            return
        if given.file is not None:
            cabinet.destroy(given.file)
        made_close(school=given.school, people=_tied(given), key=given.reference, by=run.asked_by)
        record(IMPORT_APPLIED, by=run.asked_by, school=given.school, about=given, detail=counts)


def _tied(given: RollImport) -> Iterable[Person]:
    """Whoever has an account and was made parent or carer of somebody, or child, or was given a family name."""
    made = given.changes.filter(table=LINK, added=True).values("row_id")
    links = Guardianship.objects.filter(pk__in=made)
    named = given.changes.filter(table=PERSON, before__has_any_keys=sorted(FAMILY_NAMES)).values("row_id")
    either = Q(wards__in=links) | Q(guardianships__in=links) | Q(pk__in=named)
    return Person.objects.filter(either, account__isnull=False).distinct()
