"""What one line of a file says of one person, and what becomes of it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from esafety.office.models.roll_import import RollImport
from esafety.office.roll.vocabulary import Asks, Verdict
from esafety.people.vocabulary import PersonKind


class ImportLine(models.Model):
    """One row is one person on one line of a file: a pupil, or the second contact of that line.

    `told` is what the line says, by the names of the columns it fills: {"person", "link", "pupil"}. `found` is
    what the check came to: {"reasons", "changes": [[what, before, after]], "candidates"}. `person_id` is no
    foreign key: an import that is undone may take the entry away again.
    """

    roll_import = models.ForeignKey(RollImport, on_delete=models.PROTECT, related_name="line_rows")
    number = models.PositiveIntegerField(help_text="Line of the file, from 1")
    part = models.PositiveSmallIntegerField(default=0, help_text="0 the person of the line, then contacts")
    kind = models.CharField(max_length=10, choices=PersonKind)
    name = models.CharField(max_length=200, blank=True)
    told = models.JSONField(default=dict)
    first_key = models.CharField(
        max_length=380, blank=True, help_text="What tells the person apart, for pairs"
    )
    second_key = models.CharField(max_length=380, blank=True)
    is_repeat = models.BooleanField(default=False, help_text="An earlier line told of the same person")
    verdict = models.CharField(max_length=9, choices=Verdict)
    asks = models.CharField(max_length=4, choices=Asks, blank=True)
    choice = models.CharField(max_length=20, blank=True)
    found = models.JSONField(default=dict)
    person_id = models.BigIntegerField(null=True, blank=True)

    class Meta:
        ordering = ("roll_import", "number", "part")
        indexes: ClassVar = [
            models.Index(
                fields=("roll_import", "first_key"), condition=~Q(first_key=""), name="import_line_first_key"
            ),
            models.Index(
                fields=("roll_import", "second_key"),
                condition=~Q(second_key=""),
                name="import_line_second_key",
            ),
            models.Index(
                fields=("roll_import", "person_id"),
                condition=Q(person_id__isnull=False),
                name="import_line_person",
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("roll_import", "number", "part"), name="one_row_a_line_and_part")
        ]

    def __str__(self) -> str:
        return f"Line {self.number}"
