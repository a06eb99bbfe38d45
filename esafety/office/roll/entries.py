"""What the lines of a file say of whom: one `ImportLine` for each person on each line, not judged yet.

An empty cell says nothing; it never takes away what the school knows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from esafety.office.models import ImportLine, RollImport
from esafety.office.policy.columns import Field
from esafety.office.roll import ctf, values
from esafety.office.roll.reading import Record, records
from esafety.office.roll.sniffing import Source
from esafety.office.roll.values import Unclear
from esafety.office.roll.vocabulary import FileKind, Verdict
from esafety.people.queries import folded
from esafety.people.vocabulary import PersonKind

F = Field
SAME_LINE = "same line"
"""Which pupil a contact belongs to, where the line itself tells of the pupil."""
NO_NAME = "The line has no {what}. Every line needs a family name and a first name"


class Columns(NamedTuple):
    """Where in a line each field stands: of the person, and of each numbered contact."""

    person: dict[str, int]
    contacts: list[dict[str, int]]

    @classmethod
    def of(cls, chosen: list[str]) -> Columns:
        """From what each column fills, in their order."""
        person: dict[str, int] = {}
        contacts: dict[int, dict[str, int]] = {}
        for at, filled in enumerate(chosen):
            field, _, number = filled.partition(".")
            if field.startswith("c_"):
                contacts.setdefault(int(number or 1), {})[field] = at
            elif field:
                person[field] = at
        return cls(person, [contacts[number] for number in sorted(contacts)])


def entries(given: RollImport, source: Source) -> Iterator[ImportLine]:
    """Every person on every line. Raises sniffing.Unusable for a file that is damaged as a whole."""
    if given.kind == FileKind.CTF:
        for one in ctf.transfers(source()):
            yield from _family(given, one.number, one.pupil, one.contacts)
        return
    columns = Columns.of(given.columns)
    lines = records(source(), encoding=given.encoding, delimiter=given.delimiter)
    next(lines, None)  # the headings
    for record in lines:
        yield from _on_line(given, columns, record)


def _on_line(given: RollImport, columns: Columns, record: Record) -> Iterator[ImportLine]:
    if record.refusal:
        yield _refused(given, record.number, record.refusal)
        return
    person = _cells(record, columns.person)
    contacts = [_cells(record, one) for one in columns.contacts]
    if given.kind == FileKind.CONTACTS:
        yield _contact(given, record.number, 0, contacts[0] if contacts else {}, _pupil_of(given, person))
    elif given.kind == FileKind.STAFF:
        yield _person(given, record.number, PersonKind.STAFF, person)
    elif given.kind == FileKind.PUPILS:
        yield _person(given, record.number, PersonKind.PUPIL, person)
    else:
        yield from _family(given, record.number, person, contacts)


def _cells(record: Record, columns: dict[str, int]) -> dict[str, str]:
    cells, wide = record.cells, len(record.cells)
    return {field: cells[at] for field, at in columns.items() if at < wide and cells[at].strip()}


def _family(
    given: RollImport, number: int, pupil: dict[str, str], contacts: list[dict[str, str]]
) -> Iterator[ImportLine]:
    yield _person(given, number, PersonKind.PUPIL, pupil)
    for part, contact in enumerate((one for one in contacts if one), start=1):
        yield _contact(given, number, part, contact, SAME_LINE)


def _refused(given: RollImport, number: int, why: str) -> ImportLine:
    kind = {FileKind.STAFF: PersonKind.STAFF, FileKind.CONTACTS: PersonKind.PARENT}
    return ImportLine(
        roll_import_id=given.pk,
        number=number,
        kind=kind.get(FileKind(given.kind), PersonKind.PUPIL),
        verdict=Verdict.REFUSED,
        found={"reasons": [why]},
    )


class _Reader:
    """Reads cells one after another, gathering why some cannot be used."""

    def __init__(self, cells: dict[str, str]) -> None:
        self.cells, self.reasons = cells, list[str]()

    def __call__(self, field: Field, read: Callable[..., Any], *more: Any) -> Any:
        cell = self.cells.get(field._value_)  # `.value` takes ten times as long
        if cell is None:
            return None
        try:
            return read(cell, *more)
        except Unclear as error:
            self.reasons.append(str(error))
            return None


def _names(read: _Reader, family: Field, given: Field, both: Field) -> tuple[str, str]:
    if both.value in read.cells and family.value not in read.cells:
        found: tuple[str, str] | None = read(both, values.both_names)
        return found or ("", "")
    return read(family, values.name, "family name") or "", read(given, values.name, "first name") or ""


def _person(given: RollImport, number: int, kind: PersonKind, cells: dict[str, str]) -> ImportLine:
    read, order = _Reader(cells), given.date_order
    family, first = _names(read, F.FAMILY_NAME, F.GIVEN_NAME, F.BOTH_NAMES)
    told: dict[str, Any] = {"given_name": first, "family_name": family}
    _used(told, "known_as", read(F.KNOWN_AS, values.name, "first name they use"), first)
    _used(told, "known_as_family", read(F.KNOWN_AS_FAMILY, values.name, "family name they use"), family)
    if kind is PersonKind.PUPIL:
        told["upn"] = read(F.UPN, values.upn)
        told["born_on"] = _iso(read(F.BORN_ON, values.birthday, order))
        told["year_group"] = read(F.YEAR_GROUP, values.year_group)
        told["class_name"] = read(F.CLASS_NAME, values.short, 20, "class")
    told["source_id"] = read(F.SOURCE_ID, values.short, 64, "number in your system")
    told["email"] = read(F.EMAIL, values.email)
    told["telephone"] = read(F.TELEPHONE, values.telephone)
    told["left_on"] = _iso(read(F.LEFT_ON, values.date, order, "date of leaving"))
    told = {field: value for field, value in told.items() if value is not None}
    _miss_names(read, first, family)
    line = _line(given, number, 0, kind, told, read.reasons)
    if warning := values.upn_warning(told.get("upn", "")):
        line.found["notes"] = [warning]
    line.first_key, line.second_key = _keys(kind, told)
    line.told = {"person": told}
    return line


def _contact(
    given: RollImport, number: int, part: int, cells: dict[str, str], pupil: dict[str, str] | str
) -> ImportLine:
    read = _Reader(cells)
    family, first = _names(read, F.C_FAMILY_NAME, F.C_GIVEN_NAME, F.C_BOTH_NAMES)
    told = {
        "given_name": first,
        "family_name": family,
        "source_id": read(F.C_SOURCE_ID, values.short, 64, "number in your system"),
        "email": read(F.C_EMAIL, values.email),
        "telephone": read(F.C_TELEPHONE, values.telephone),
    }
    link = {
        "relationship": read(F.C_RELATIONSHIP, values.relationship),
        "priority": read(F.C_PRIORITY, values.priority),
        "parental_responsibility": read(F.C_RESPONSIBILITY, values.yes_or_no),
        "no_contact": read(F.C_NO_CONTACT, values.court_order),
    }
    _miss_names(read, first, family)
    told = {field: value for field, value in told.items() if value is not None}
    line = _line(given, number, part, PersonKind.PARENT, told, read.reasons)
    line.first_key, line.second_key = _keys(PersonKind.PARENT, told)
    link = {field: value for field, value in link.items() if value is not None and value != ""}
    line.told = {"person": told, "link": link, "pupil": pupil}
    if isinstance(pupil, dict) and "problem" in pupil and line.verdict != Verdict.REFUSED:
        line.verdict, line.found = Verdict.REFUSED, {"reasons": [pupil["problem"]]}
    return line


def _pupil_of(given: RollImport, cells: dict[str, str]) -> dict[str, str]:
    """What a contact's line says of its pupil."""
    read = _Reader(cells)
    family, first = _names(read, F.FAMILY_NAME, F.GIVEN_NAME, F.BOTH_NAMES)
    told = {
        "upn": read(F.UPN, values.upn),
        "source_id": read(F.SOURCE_ID, values.short, 64, "admission number"),
        "given_name": first,
        "family_name": family,
        "born_on": _iso(read(F.BORN_ON, values.birthday, given.date_order)),
    }
    found = {field: value for field, value in told.items() if value}
    if read.reasons and not found.get("upn") and not found.get("source_id"):
        found["problem"] = read.reasons[0]
    elif (
        not found.get("upn")
        and not found.get("source_id")
        and not (first and family and found.get("born_on"))
    ):
        found["problem"] = (
            "The line does not say which pupil it belongs to: a UPN or an admission number is missing"
        )
    return found


def _line(
    given: RollImport, number: int, part: int, kind: PersonKind, told: dict[str, Any], reasons: list[str]
) -> ImportLine:
    shown = f"{told.get('given_name', '')} {told.get('family_name', '')}".strip()
    verdict = Verdict.REFUSED if reasons else Verdict.SAME
    return ImportLine(
        roll_import_id=given.pk,
        number=number,
        part=part,
        kind=kind,
        name=shown,
        verdict=verdict,
        found={"reasons": reasons} if reasons else {},
    )


def _miss_names(read: _Reader, first: str, family: str) -> None:
    """Say that a name is missing, unless something better was said already."""
    if not read.reasons and not (first and family):
        what = "name" if not first and not family else "first name" if not first else "family name"
        read.reasons.append(NO_NAME.format(what=what))


def _used(told: dict[str, Any], field: str, used: str | None, legal: str) -> None:
    """A name they use is kept where it differs; "the same" says that the legal one is used."""
    if used:
        told[field] = "" if used == legal else used


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _keys(kind: PersonKind, told: dict[str, Any]) -> tuple[str, str]:
    """What tells two lines about one human apart from lines about two."""
    number = f"id:{told['source_id']}" if told.get("source_id") else ""
    mail = told.get("email", "")
    if kind is PersonKind.PARENT:
        by_mail = f"mail:{mail}:{folded(told['family_name'])}:{folded(told['given_name'])}" if mail else ""
        return number or by_mail, ""
    if kind is PersonKind.STAFF:
        return number, f"mail:{mail}" if mail and not number else ""
    if told.get("upn"):
        return f"upn:{told['upn']}", number
    if number:
        return "", number
    if told.get("born_on"):
        return f"name:{folded(told['given_name'])}:{folded(told['family_name'])}:{told['born_on']}", ""
    return "", ""
