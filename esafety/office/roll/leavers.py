"""Who is on the roll and was not in a file: proposed as leavers, never marked by themselves."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import Exists, OuterRef, QuerySet

from esafety.office.models import ImportChange, ImportLine, RollImport
from esafety.office.roll.vocabulary import FileKind
from esafety.people.models import Person
from esafety.people.vocabulary import PersonKind

AT_ONCE = 200
"""People proposed on one page."""
KINDS = {
    FileKind.PUPILS: PersonKind.PUPIL,
    FileKind.FAMILIES: PersonKind.PUPIL,
    FileKind.STAFF: PersonKind.STAFF,
}
"""Whom a file names all of. A Common Transfer File names a few; contacts come and go with their pupils."""


class Leavers(NamedTuple):
    """Who could be marked, who has an account and leaves on another page, how many more there are."""

    people: list[Person]
    with_account: list[Person]
    total: int
    on_roll: int


def proposes(given: RollImport) -> bool:
    """Whether a file of this kind says by its silence that somebody left."""
    return given.kind in KINDS


def unnamed(given: RollImport) -> QuerySet[Person]:
    """People of the file's kind on the roll whom no line named, or whom a line says to have left."""
    kind = KINDS[FileKind(given.kind)]
    lines = ImportLine.objects.filter(roll_import=given, kind=kind, person_id=OuterRef("pk"))
    named = lines.filter(told__person__left_on__isnull=True)
    added = ImportChange.objects.filter(
        roll_import=given, table=ImportChange.Table.PERSON, added=True, row_id=OuterRef("pk")
    )
    on_roll = Person.objects.filter(school=given.school, kind=kind, left_on=None)
    return on_roll.filter(~Exists(named), ~Exists(added))


def proposed(given: RollImport) -> Leavers:
    """Those to be shown on the page, by name."""
    rows = unnamed(given).order_by("family_name", "given_name", "pk")
    without = rows.filter(account=None)
    kind = KINDS[FileKind(given.kind)]
    on_roll = Person.objects.filter(school=given.school, kind=kind, left_on=None).count()
    return Leavers(
        list(without[:AT_ONCE]), list(rows.exclude(account=None)[:AT_ONCE]), without.count(), on_roll
    )
