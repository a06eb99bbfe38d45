"""The roll as a file, in headings that our own import and the common systems understand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Model, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf

from esafety.access.capabilities import Capability
from esafety.access.roles import may
from esafety.office.access.roll import ROLL
from esafety.office.models import ImportLine, RollImport
from esafety.office.roll.vocabulary import FileKind, Verdict
from esafety.papers.spreadsheet import line
from esafety.people.models import Guardianship, Person, School, User
from esafety.people.vocabulary import PersonKind

AT_ONCE = 500
"""Rows read together. The right is asked for again with each part."""
BOM = "\ufeff"
"""Tells spreadsheet programs that accents are UTF-8."""
KINDS = (FileKind.PUPILS, FileKind.STAFF, FileKind.CONTACTS)

_PERSON = {
    "Legal surname": "family_name",
    "Legal forename": "given_name",
    "Preferred surname": "known_as_family",
    "Preferred forename": "known_as",
}
_PUPIL = {
    "UPN": "upn",
    "Admission number": "source_id",
    **_PERSON,
    "Date of birth": "born_on",
    "Year group": "year_group",
    "Registration group": "class_name",
    "Email": "email",
    "Telephone": "telephone",
}
_STAFF = {"Staff ID": "source_id", **_PERSON, "Email": "reached_at", "Telephone": "telephone"}
_CONTACT = {
    "Pupil UPN": "pupil__upn",
    "Pupil admission number": "pupil__source_id",
    "Pupil surname": "pupil__family_name",
    "Pupil forename": "pupil__given_name",
    "Pupil date of birth": "pupil__born_on",
    "Contact ID": "guardian__source_id",
    "Contact surname": "guardian__family_name",
    "Contact forename": "guardian__given_name",
    "Relationship": "relationship",
    "Priority": "priority",
    "Parental responsibility": "parental_responsibility",
    "Court order": "no_contact",
    "Contact email": "guardian__email",
    "Contact telephone": "guardian__telephone",
}


def lines(user: User, school: School, kind: FileKind) -> Iterator[str]:
    """Headings, then everybody of a kind who is on the roll."""
    columns, rows = _rows(user, school, kind)
    yield BOM + line(list(columns))
    yield from _parts(user, school, rows, list(columns.values()))


def count(user: User, school: School, kind: FileKind) -> int:
    """How many lines there would be."""
    return _rows(user, school, kind)[1].count()


def _rows(user: User, school: School, kind: FileKind) -> tuple[dict[str, str], QuerySet[Any]]:
    people = ROLL.visible_to(user, Person.objects.filter(school=school, left_on=None))
    if kind == FileKind.CONTACTS:
        pupils = people.filter(kind=PersonKind.PUPIL).order_by().values("pk")
        return _CONTACT, Guardianship.objects.filter(pupil__in=pupils, guardian__left_on=None)
    if kind == FileKind.STAFF:
        reached_at = Coalesce(NullIf("email", Value("")), "account__email", Value(""))
        return _STAFF, people.filter(kind=PersonKind.STAFF).annotate(reached_at=reached_at)
    return _PUPIL, people.filter(kind=PersonKind.PUPIL)


def _parts(user: User, school: School, rows: QuerySet[Model], columns: list[str]) -> Iterator[str]:
    last = 0
    while _still_may(user, school):
        part = list(rows.filter(pk__gt=last).order_by("pk").values_list("pk", *columns)[:AT_ONCE])
        if not part:
            return
        for row in part:
            yield line([_cell(value) for value in row[1:]])
        last = part[-1][0]


def _still_may(user: User, school: School) -> bool:
    now = User.objects.filter(pk=user.pk).first()
    return now is not None and may(now, Capability.MANAGE_ROLL, school)


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "Y" if value else "N"
    if isinstance(value, dt.date):
        return value.isoformat()
    return "" if value is None else str(value)


# -- the lines of an import ------------------------------------------------------------------------

LINE_HEADINGS = ("Line", "Who", "Result", "Why", "What changes")


def import_lines(user: User, given: RollImport, verdict: Verdict | None) -> Iterator[str]:
    """What became of each line, or of those with one verdict."""
    rows = ImportLine.objects.filter(roll_import=given)
    if verdict is not None:
        rows = rows.filter(verdict=verdict)
    yield BOM + line(LINE_HEADINGS)
    after, part = 0, 0
    while _still_may(user, given.school):
        batch: Sequence[ImportLine] = [
            *rows.filter(number=after, part__gt=part).order_by("part")[:AT_ONCE],
            *rows.filter(number__gt=after).order_by("number", "part")[:AT_ONCE],
        ]
        if not batch:
            return
        for row in batch:
            yield line(_line_cells(row))
        after, part = batch[-1].number, batch[-1].part


def _line_cells(row: ImportLine) -> list[str | int]:
    changes = "; ".join(f"{what}: {old} → {new}" for what, old, new in row.found.get("changes", ()))
    return [
        row.number,
        row.name,
        Verdict(row.verdict).label,
        ". ".join(row.found.get("reasons", ())),
        changes,
    ]
