"""One thing that an import did."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from esafety.office.models.roll_import import RollImport


class ImportChange(models.Model):
    """One row says that an import added or changed one entry: of a person, or of a link to a pupil.

    `before` and `after` hold the columns that changed, so that undoing puts back what nobody changed since.
    `row_id` is no foreign key: undoing may take the entry away. `withdrawn`: the import added this person,
    its undoing took them off again, and no import has brought them back; the office does not see them.
    """

    class Table(models.TextChoices):
        """Of what the entry is."""

        PERSON = "person", "Person"
        LINK = "link", "Parent or carer of a pupil"

    roll_import = models.ForeignKey(RollImport, on_delete=models.PROTECT, related_name="changes")
    number = models.PositiveIntegerField(help_text="Line of the file")
    table = models.CharField(max_length=6, choices=Table)
    row_id = models.BigIntegerField()
    added = models.BooleanField()
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    withdrawn = models.BooleanField(default=False)

    class Meta:
        ordering = ("pk",)
        indexes: ClassVar = [
            models.Index(fields=("table", "row_id"), name="import_change_row"),
            models.Index(fields=("roll_import", "table"), name="import_change_import"),
        ]

    def __str__(self) -> str:
        return f"{self.get_table_display()} {self.row_id}"
