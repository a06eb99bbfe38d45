"""Forgetting what was kept only for a while: files nobody brought in, lines, former values, people taken back."""

from __future__ import annotations

from itertools import islice

from django.db import transaction
from django.utils import timezone

from esafety.audit import record
from esafety.office.models import ImportChange, ImportLine, RollImport
from esafety.office.roll.applying import PERSON
from esafety.office.roll.batches import SIZE
from esafety.office.roll.undoing import is_pointed_at
from esafety.office.roll.vocabulary import IMPORT_DISCARDED, Stage
from esafety.papers import cabinet
from esafety.people.models import Person


def purge() -> None:
    """Everything whose time is over."""
    for given in RollImport.objects.forgotten().select_related("file", "school"):
        put_aside(given)
    for given in RollImport.objects.past_undoing():
        forget(given)


def put_aside(given: RollImport) -> None:
    """A file that nobody brought in within a day is destroyed, and its lines with it."""
    with transaction.atomic():
        waiting = RollImport.objects.forgotten().filter(pk=given.pk)
        if waiting.update(stage=Stage.DISCARDED, ended_at=timezone.now(), file=None):
            drop_contents(given)
            record(IMPORT_DISCARDED, by=None, school=given.school, about=given)


def drop_contents(given: RollImport) -> None:
    """Destroy the file of an import and what was read from it."""
    if given.file is not None:
        cabinet.destroy(given.file)
    ImportLine.objects.filter(roll_import=given).delete()


def forget(given: RollImport) -> None:
    """A month later: the lines, the former values, and whoever was taken back and is spoken of nowhere."""
    ImportLine.objects.filter(roll_import=given).delete()
    changes = ImportChange.objects.filter(roll_import=given)
    gone = iter(list(changes.filter(table=PERSON, withdrawn=True).values_list("row_id", flat=True)))
    while people := list(islice(gone, SIZE)):
        with transaction.atomic():
            free = set(people) - is_pointed_at(people)
            Person.objects.filter(pk__in=free, account=None).exclude(left_on=None).delete()
    changes.filter(withdrawn=False).delete()
    left = Person.objects.filter(pk__in=changes.values("row_id"))
    changes.exclude(row_id__in=left.values("pk")).delete()
    changes.update(before={}, after={})
