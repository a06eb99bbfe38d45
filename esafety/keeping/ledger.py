"""The ledger of disposals: permanent, without anybody's data, kept outside the database too, applied after a restore.

An older backup brings back what was disposed of since. The ledger says which records those were, by their number and
by the fingerprint of a random number, and `reapply_disposals` disposes of them again. Source: AC-26.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from esafety.audit import record
from esafety.keeping.actions.guard import lock
from esafety.keeping.lots import Going, ended_in
from esafety.keeping.models import Disposal, DisposalReader, GoneRow, Lot, Record, Tombstone
from esafety.keeping.models.subject import model_of
from esafety.keeping.parts import parts_of
from esafety.keeping.policy.dates import school_year_begin
from esafety.keeping.striking import Line, fingerprint, strike, strike_lot
from esafety.keeping.vocabulary import OF_LOTS, REAPPLIED, RecordKind, Stage
from esafety.moving.models import Arrival
from esafety.people.models import School, User
from esafety.walls import every_school
from incidents.models import Incident

if TYPE_CHECKING:
    from django.db.models import QuerySet


def ledger_lines(disposals: QuerySet[Disposal] | None = None) -> Iterator[str]:
    """The ledger as lines of JSON, in the order of disposal: of these disposals, or of the installation."""
    rows = Tombstone.objects.select_related("disposal").order_by("pk")
    if disposals is not None:
        rows = rows.filter(disposal__in=disposals.order_by().values("pk"))
    for row in rows.iterator():
        yield json.dumps(
            {
                "tombstone": row.reference,
                "school": row.school_id,
                "disposal": row.disposal.reference,
                "kind": row.kind,
                "school_year": row.school_year,
                "was": row.was_id,
                "fingerprint": row.fingerprint,
                "went": _ranges(row) if row.kind in OF_LOTS else {},
                "rows": row.rows,
                "files": row.files,
                "disposed_at": row.disposed_at.isoformat(),
                "proposed_by": row.disposal.proposed_by_id,
                "approved_by": row.disposal.approved_by_id,
            },
            sort_keys=True,
        )


def _ranges(stone: Tombstone) -> dict[str, list[list[int]]]:
    """Which rows of which tables went with a lot: the first and the last number of each run."""
    found: dict[str, list[list[int]]] = {}
    for table, row in stone.gone.order_by("table", "row").values_list("table", "row"):
        runs = found.setdefault(table, [])
        if runs and runs[-1][1] == row - 1:
            runs[-1][1] = row
        else:
            runs.append([row, row])
    return found


def ledger_file() -> Path:
    """Where the ledger lies beside the database. Keep a copy where the backups are, never only inside them."""
    return Path(settings.DATA_DIR) / "disposals.jsonl"


@every_school("the file is of the installation, and says nothing of anybody")
def write_ledger_file() -> Path:
    """Write the ledger to its file, adding to what is there already: a line is never lost, and none stands twice."""
    place = ledger_file()
    before = place.read_text(encoding="utf-8").splitlines() if place.exists() else []
    known: dict[str, str] = {}
    for line in (*before, *ledger_lines()):
        known.setdefault(json.loads(line)["tombstone"], line)
    beside = place.with_suffix(".part")
    with beside.open("w", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in known.values())
        file.flush()
        os.fsync(file.fileno())
    beside.replace(place)
    return place


def reapply_disposals(lines: Iterable[str]) -> int:
    """Dispose again of what the ledger says was disposed of and an older backup brought back. Returns how many records.

    Run it after every restore, before anybody signs in, with the ledger as it was before. What is known already is
    left alone, so that running it twice, or again after it was stopped, does no harm. Raises ValueError for a line
    that is no line of a ledger, before anything is done.
    """
    found = [_read(line) for line in lines if line.strip()]
    known = set(Tombstone.objects.values_list("reference", flat=True))
    by_disposal: dict[tuple[int, str], list[dict[str, Any]]] = defaultdict(list)
    for one in found:
        if one["tombstone"] not in known:
            by_disposal[one["school"], one["disposal"]].append(one)
    return sum(_reapply(school, reference, rows) for (school, reference), rows in by_disposal.items())


def _read(line: str) -> dict[str, Any]:
    try:
        one = json.loads(line)
        return {
            **one,
            "kind": RecordKind(one["kind"]),
            "at": parse_datetime(one["disposed_at"]),
            "was": int(one["was"]),
            "went": {
                str(table): [(int(first), int(last)) for first, last in runs]
                for table, runs in one.get("went", {}).items()
            },
        }
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise ValueError("This is no line of a ledger of disposals") from error


@transaction.atomic
def _reapply(school_id: int, reference: str, rows: list[dict[str, Any]]) -> int:
    """One disposal of the ledger: what came back goes again, and its tombstones stand again."""
    school = School.objects.filter(pk=school_id).first()
    if school is None:
        return 0
    lock(school)
    disposal, _ = Disposal.objects.get_or_create(
        reference=reference, defaults={"school": school, "reapplied": True}
    )
    Disposal.objects.filter(pk=disposal.pk).update(stage=Stage.APPROVED, reapplied=True)
    disposal.refresh_from_db()
    gone = 0
    by_kind: dict[RecordKind, dict[int, Line]] = defaultdict(dict)
    there: dict[type[Record], dict[int, Record]] = {
        model: _locked(model, rows) for model in (Incident, Arrival)
    }
    for one in rows:
        if one["kind"] in OF_LOTS:
            gone += _lot_again(disposal, one)
            continue
        found = there[model_of(one["kind"])].get(one["was"])
        if found is not None and fingerprint(found) == one["fingerprint"]:
            by_kind[one["kind"]][found.pk] = Line(one["tombstone"], one["school_year"])
        else:
            _raise_again(disposal, one)
    for kind, known in by_kind.items():
        gone += len(strike(disposal=disposal, records=set(known), kind=kind, known=known))
    disposal.items.all().delete()
    _readers_again(disposal, rows)
    Disposal.objects.filter(pk=disposal.pk).update(stage=Stage.DONE, done_at=timezone.now())
    record(REAPPLIED, by=None, school=school, about=disposal, detail={"count": gone})
    return gone


def _lot_again(disposal: Disposal, one: dict[str, Any]) -> int:
    """What went of a lot and came back goes again: what ended in that school year and bears the number of a row that
    went. Its people are not asked about again: that was done when it went."""
    end = dt.date(int(one["school_year"][:4]) + 1, 8, 31)
    back = []
    for part in parts_of(one["kind"]):
        runs = one["went"].get(part.rows().model._meta.db_table, [])
        rows = set(ended_in(part, disposal.school, [end]).values_list("pk", flat=True)) if runs else set()
        if rows := {pk for pk in rows if any(first <= pk <= last for first, last in runs)}:
            back.append(Going(part, rows))
    if not back:
        _raise_again(disposal, one)
        return 0
    year = {"kind": one["kind"], "begins_on": school_year_begin(end), "ends_on": end}
    lot, _ = Lot.objects.get_or_create(school=disposal.school, **year)
    known = Line(one["tombstone"], one["school_year"], one["fingerprint"])
    strike_lot(disposal=disposal, lot=lot, going=back, known=known)
    return 1


def _locked(model: type[Record], rows: list[dict[str, Any]]) -> dict[int, Record]:
    """Of these lines those whose number is one of this sort that is there, by its id."""
    wanted = [one["was"] for one in rows if model_of(one["kind"]) is model]
    found = model._default_manager.select_for_update(of=("self",), no_key=True)
    return {row.pk: row for row in found.filter(pk__in=wanted).order_by("pk")}


def _readers_again(disposal: Disposal, rows: list[dict[str, Any]]) -> None:
    """The two who decided read it; whoever else did is known only where the backup knew the approval."""
    two = {int(one[name]) for one in rows for name in ("proposed_by", "approved_by") if one.get(name)}
    found = User.objects.filter(pk__in=two).values_list("pk", flat=True)
    readers = [DisposalReader(disposal=disposal, user_id=pk) for pk in found]
    DisposalReader.objects.bulk_create(readers, ignore_conflicts=True)


def _raise_again(disposal: Disposal, one: dict[str, Any]) -> None:
    """A line whose record the backup never knew: it stands in the ledger all the same."""
    names = ("kind", "school_year", "fingerprint", "rows", "files")
    stone = Tombstone.objects.create(
        reference=one["tombstone"],
        school=disposal.school,
        disposal=disposal,
        was_id=one["was"],
        disposed_at=one["at"],
        **{name: one[name] for name in names},
    )
    runs = ((table, run) for table, runs in one["went"].items() for run in runs)
    gone = (GoneRow(tombstone=stone, table=table, row=pk) for table, (a, b) in runs for pk in range(a, b + 1))
    GoneRow.objects.bulk_create(gone, batch_size=1_000)
