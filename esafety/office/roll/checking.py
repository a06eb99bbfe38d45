"""Checking a file: what would become of each line, written down and changing nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Count, Q

from esafety.audit import record
from esafety.office.models import ImportLine, ImportRun, RollImport
from esafety.office.roll import batches
from esafety.office.roll.entries import SAME_LINE, entries
from esafety.office.roll.judging import Finding, judge
from esafety.office.roll.matching import Known
from esafety.office.roll.sniffing import Source, Unusable
from esafety.office.roll.vocabulary import IMPORT_CHECKED, FileKind, Stage, Verdict
from esafety.papers import cabinet
from esafety.people.vocabulary import PersonKind

MOST_NAMED = 5
"""So many lines are named when several say the same of one person."""


def source_of(given: RollImport) -> Source:
    """The file from its beginning, each time it is asked. Raises what `cabinet.read` raises."""
    file = given.file
    if file is None:
        raise cabinet.FileGone("The file was destroyed")
    return lambda: cabinet.read(file)


def check(run: ImportRun) -> None:
    """Write down what becomes of each line. Begun anew when it broke off: it changes nothing but the lines."""
    given = run.roll_import
    ImportLine.objects.filter(roll_import=given).delete()
    done = 0
    try:
        for batch in batches.fresh(entries(given, source_of(given))):
            done += len(batch)
            if not _keep(run, batch):
                return  # somebody else took the work over
    except Unusable as error:
        _add_refusal(given, str(error))
    _finish(run)


def _keep(run: ImportRun, batch: list[ImportLine]) -> bool:
    given = run.roll_import
    _mark_repeats(given, batch)
    known = Known(given.school, batch)
    for line, found in zip(batch, judge(known, batch, run.asked_by), strict=True):
        write_down(line, found)
    with transaction.atomic():
        ImportLine.objects.bulk_create(batch)
        return run.reach(batch[-1].number, len({line.number for line in batch}))


def write_down(line: ImportLine, found: Finding) -> None:
    """Put what a line came to on the line."""
    line.verdict = found.verdict
    line.asks = found.asks
    line.person_id = found.person.pk if found.person is not None else None
    told: dict[str, Any] = {
        "reasons": found.reasons,
        "changes": found.changes,
        "candidates": found.candidates,
        "notes": line.found.get("notes"),
    }
    line.found = {key: value for key, value in told.items() if value}


def _mark_repeats(given: RollImport, batch: Iterable[ImportLine]) -> None:
    """An adult who was on an earlier line is told of there: here only the link counts. Pupils of families too."""
    of_kind = [
        line
        for line in batch
        if line.first_key and (line.kind == PersonKind.PARENT or given.kind == FileKind.FAMILIES)
    ]
    keys = {line.first_key for line in of_kind}
    earlier = ImportLine.objects.filter(roll_import=given, first_key__in=keys)
    seen = set(earlier.values_list("kind", "first_key"))
    for line in of_kind:
        line.is_repeat = (line.kind, line.first_key) in seen
        seen.add((line.kind, line.first_key))


def _add_refusal(given: RollImport, why: str) -> None:
    """The file is damaged from some place on: one refused line says so."""
    last = ImportLine.objects.filter(roll_import=given).order_by("-number").first()
    ImportLine.objects.create(
        roll_import=given,
        number=last.number + 1 if last else 1,
        kind=PersonKind.PUPIL,
        verdict=Verdict.REFUSED,
        found={"reasons": [why]},
    )


# -- lines that say of one person what two people cannot both be ------------------------------------


def _refuse_pairs(given: RollImport) -> None:
    """Two lines with one UPN, number or email address: both are refused, and each names the others."""
    lines = ImportLine.objects.filter(roll_import=given).exclude(kind=PersonKind.PARENT)
    for field in ("first_key", "second_key"):
        if field == "first_key" and given.kind == FileKind.FAMILIES:
            _refuse_contradictions(given)
            continue
        keys = lines.exclude(**{field: ""}).values(field).annotate(n=Count("pk")).filter(n__gt=1)
        for key in list(keys.values_list(field, flat=True)):
            _refuse(given, list(lines.filter(**{field: key}).order_by("number")), key)


def _refuse_contradictions(given: RollImport) -> None:
    """Where a pupil stands on a line for each contact, the lines must say the same of the pupil."""
    pupils = ImportLine.objects.filter(roll_import=given, kind=PersonKind.PUPIL).exclude(first_key="")
    keys = pupils.filter(is_repeat=True).values_list("first_key", flat=True).distinct()
    for key in list(keys):
        same = list(pupils.filter(first_key=key).order_by("number"))
        if any(line.told != same[0].told for line in same):
            _refuse(given, same, key)


def _refuse(given: RollImport, lines: list[ImportLine], key: str) -> None:
    numbers = [line.number for line in lines]
    named = ", ".join(f"{number:,}" for number in numbers[:MOST_NAMED])
    more = f" and {len(numbers) - MOST_NAMED:,} more" if len(numbers) > MOST_NAMED else ""
    why = f"Lines {named}{more} {_what_they_share(key)}. Correct the file; none of them is brought in"
    for line in lines:
        line.verdict, line.asks, line.is_repeat = Verdict.REFUSED, "", False
        line.found = {"reasons": [why]}
    ImportLine.objects.bulk_update(lines, ["verdict", "asks", "found", "is_repeat"], batch_size=batches.SIZE)
    contacts = ImportLine.objects.filter(roll_import=given, number__in=numbers, kind=PersonKind.PARENT)
    contacts.filter(told__pupil=SAME_LINE).update(
        verdict=Verdict.REFUSED, asks="", found={"reasons": ["Its pupil on the same line is not brought in"]}
    )


def _what_they_share(key: str) -> str:
    what, _, value = key.partition(":")
    return {
        "upn": f"have the same UPN, {value}, and do not say the same",
        "id": f"have the same number, {value}, and do not say the same",
        "mail": f"have the same email address, {value}",
    }.get(what, "have the same name and date of birth, and no number to tell them apart")


def counted(given: RollImport) -> dict[str, int]:
    """How many lines came to what."""
    lines = ImportLine.objects.filter(roll_import=given)
    counts = {verdict.value: Count("pk", filter=Q(verdict=verdict)) for verdict in Verdict}
    return lines.aggregate(lines=Count("pk"), **counts)


def _finish(run: ImportRun) -> None:
    given = run.roll_import
    with transaction.atomic():
        _refuse_pairs(given)
        counts = counted(given)
        waiting = RollImport.objects.filter(pk=given.pk, stage=Stage.CHECKING)
        if waiting.update(stage=Stage.CHECKED, differed=0, **counts):
            record(IMPORT_CHECKED, by=None, school=given.school, about=given, detail=counts)
