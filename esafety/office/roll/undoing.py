"""Undoing an import: what it changed is put back, what it added leaves the roll again.

What somebody has changed since stays as they left it. Whoever was added is taken off the roll and out of sight
and, when a month has passed and nothing points at them, out of the database (`purging.py`); undoing is
therefore never refused because of a record, and says nothing of whether there is one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from esafety.audit import record
from esafety.office.models import ImportChange, ImportRun, RollImport
from esafety.office.roll.applying import LINK, PERSON, jsonable, write_again
from esafety.office.roll.batches import SIZE
from esafety.office.roll.judging import NAMES
from esafety.office.roll.vocabulary import IMPORT_UNDONE, Stage
from esafety.people.models import Connection, Guardianship, Person
from esafety.people.queries import searched_by


def why_not(given: RollImport) -> str:
    """Why an import cannot be undone now; nothing when it can. Speaks only of what the office may see."""
    if not given.remembers:
        return "It was not brought in during the last month."
    later = RollImport.objects.filter(school=given.school, begun_at__gt=given.begun_at)
    if later.exclude(stage__in=(Stage.DISCARDED, Stage.UNDONE)).exists():
        return "Only the last import can be undone, and another was begun since."
    added = ImportChange.objects.filter(roll_import=given, table=PERSON, added=True)
    people = Person.objects.filter(pk__in=added.values("row_id"))
    if found := people.exclude(account=None).first():
        return f"{found.full_name}, whom it added, has got an account. Close the account first."
    if found := people.filter(_tied_by_hand(given)).first():
        return f"{found.full_name}, whom it added, was tied to somebody else by hand. Undo that first."
    if barred := _ordered_by_hand(given):
        return (
            f"A court order was entered by hand for {barred.guardian.full_name}, and undoing would lose it."
        )
    return ""


def _ordered_by_hand(given: RollImport) -> Guardianship | None:
    """A link it added on which somebody has entered a court order since."""
    added = ImportChange.objects.filter(roll_import=given, table=LINK, added=True)
    barred = Guardianship.objects.filter(no_contact=True, pk__in=added.values("row_id"))
    links = {link.pk: link for link in barred.select_related("guardian")}
    by_file = {one.row_id for one in added.filter(row_id__in=links) if one.after.get("no_contact")}
    return next((link for pk, link in links.items() if pk not in by_file), None)


def _tied_by_hand(given: RollImport) -> Q:
    """A parent, a child or a close connection that did not come with this import."""
    ours = ImportChange.objects.filter(roll_import=given, table=LINK, added=True).values("row_id")
    links = Guardianship.objects.exclude(pk__in=ours)
    return (
        Exists(links.filter(guardian=OuterRef("pk")))
        | Exists(links.filter(pupil=OuterRef("pk")))
        | Exists(Connection.objects.filter(person=OuterRef("pk")))
        | Exists(Connection.objects.filter(other=OuterRef("pk")))
    )


def undo(run: ImportRun) -> None:
    """Put back everything an import did, the last first."""
    given = run.roll_import
    before = Q(pk__lt=run.reached) if run.reached else Q()
    changes = ImportChange.objects.filter(before, roll_import=given).order_by("-pk")
    while batch := list(changes[:SIZE]):
        with transaction.atomic():
            _put_people_back([one for one in batch if one.table == PERSON])
            _put_links_back([one for one in batch if one.table == LINK])
            if not run.reach(batch[-1].pk, len(batch)):
                return  # somebody else took the work over
        changes = changes.filter(pk__lt=batch[-1].pk)
    _finish(run)


def _put_people_back(changes: list[ImportChange]) -> None:
    people = Person.objects.select_for_update(no_key=True).in_bulk([one.row_id for one in changes])
    changed: dict[int, Person] = {}
    for one in changes:
        person = people.get(one.row_id)
        if person is None:
            continue
        if one.added:
            person.left_on = person.left_on or timezone.localdate()
            one.withdrawn = True
        else:
            put_back(person, one)
            person.search_text = searched_by(*(getattr(person, name) for name in NAMES_IN_ORDER))
        changed[person.pk] = person
    fields = {field for one in changes for field in one.before} | {"left_on", "search_text"}
    write_again(changed.values(), fields)
    gone = [one.pk for one in changes if one.withdrawn]
    ImportChange.objects.filter(pk__in=gone).update(withdrawn=True)


NAMES_IN_ORDER = ("given_name", "known_as", "family_name", "known_as_family")
assert set(NAMES_IN_ORDER) == NAMES


def _put_links_back(changes: list[ImportChange]) -> None:
    links = Guardianship.objects.select_for_update(no_key=True).in_bulk([one.row_id for one in changes])
    Guardianship.objects.filter(pk__in=[one.row_id for one in changes if one.added]).delete()
    changed = [(links[one.row_id], one) for one in changes if not one.added and one.row_id in links]
    for link, one in changed:
        put_back(link, one)
    if changed:
        fields = {field for _, one in changed for field in one.before}
        write_again({link.pk: link for link, _ in changed}.values(), fields)


def put_back(row: Person | Guardianship, change: ImportChange) -> None:
    """Give columns their former values, except those that somebody has changed since."""
    for field, value in change.before.items():
        if jsonable(getattr(row, field)) == change.after.get(field):
            setattr(row, field, _typed(field, value))


def _typed(field: str, value: Any) -> Any:
    return dt.date.fromisoformat(value) if field in ("born_on", "left_on") and value else value


def _finish(run: ImportRun) -> None:
    given = run.roll_import
    with transaction.atomic():
        waiting = RollImport.objects.filter(pk=given.pk, stage=Stage.UNDOING)
        if waiting.update(stage=Stage.UNDONE, ended_at=timezone.now()):
            rows = ImportChange.objects.filter(roll_import=given).count()
            record(IMPORT_UNDONE, by=run.asked_by, school=given.school, about=given, detail={"rows": rows})


def withdrawn() -> Exists:
    """For a query of people: whether an undone import had added them and nothing has brought them back."""
    gone = ImportChange.objects.filter(table=PERSON, row_id=OuterRef("pk"), withdrawn=True)
    return Exists(gone)


def is_pointed_at(people: Iterable[int]) -> set[int]:
    """Those of these people whom any row of any room speaks of."""
    wanted, found = list(people), set[int]()
    for relation in Person._meta.related_objects:
        column = relation.field.attname
        rows = relation.related_model._base_manager.filter(**{f"{column}__in": wanted})
        found.update(rows.values_list(column, flat=True))
    return found
