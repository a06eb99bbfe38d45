"""Bringing a file in, as tests do it: through the actions, with the work done at once."""

from __future__ import annotations

from pathlib import Path

from esafety.office import actions
from esafety.office.models import ImportLine, ImportRun, RollImport
from esafety.office.roll.vocabulary import DateOrder, FileKind, Stage
from esafety.outbox.registry import promises
from esafety.outbox.relay import keep_due
from esafety.papers import cabinet
from esafety.people.models import School, User

SAMPLES = Path(__file__).parent / "samples"


def work() -> None:
    """Do what is owed for imports, as the relay would."""
    promise = next(one for one in promises() if one.model is ImportRun)
    while keep_due(promise):
        pass


def begin(
    content: bytes | str, kind: FileKind, *, school: School, by: User, name: str = "list.csv"
) -> RollImport:
    """Give a file; a name is that of a sample."""
    if isinstance(content, str):
        name, content = content, (SAMPLES / content).read_bytes()
    return actions.begin_import(school=school, kind=kind, file=cabinet.keep([content]), file_name=name, by=by)


def check(given: RollImport, *, by: User, columns: list[str] | None = None) -> RollImport:
    """Have it checked as it was guessed."""
    actions.check_import(
        given=given, columns=columns or given.columns, date_order=DateOrder(given.date_order), by=by
    )
    work()
    given.refresh_from_db()
    assert given.stage == Stage.CHECKED, given.runs.order_by("-pk")[0].last_error
    return given


def apply(given: RollImport, *, by: User) -> RollImport:
    """Have it brought in."""
    actions.apply_import(given=given, by=by)
    work()
    given.refresh_from_db()
    assert given.stage == Stage.APPLIED, given.runs.order_by("-pk")[0].last_error
    return given


def bring_in(content: bytes | str, kind: FileKind, *, school: School, by: User) -> RollImport:
    """The whole way."""
    return apply(check(begin(content, kind, school=school, by=by), by=by), by=by)


def undo(given: RollImport, *, by: User) -> RollImport:
    """Have it undone."""
    actions.undo_import(given=given, by=by)
    work()
    given.refresh_from_db()
    assert given.stage == Stage.UNDONE, given.runs.order_by("-pk")[0].last_error
    return given


def counts(given: RollImport) -> dict[str, int]:
    """What became of the lines, without what is nothing."""
    found = {name: getattr(given, name) for name in ("added", "changed", "same", "unmatched", "refused")}
    return {name: number for name, number in found.items() if number}


def lines(given: RollImport) -> list[ImportLine]:
    return list(ImportLine.objects.filter(roll_import=given).order_by("number", "part"))


def reasons(given: RollImport) -> dict[tuple[int, int], list[str]]:
    return {
        (one.number, one.part): one.found.get("reasons", [])
        for one in lines(given)
        if one.found.get("reasons")
    }
