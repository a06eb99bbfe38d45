"""What a school chose for the columns of its files."""

from __future__ import annotations

from django.db import models

from esafety.office.roll.vocabulary import DateOrder, FileKind
from esafety.people.models import School


class RememberedColumns(models.Model):
    """One row is what a school last chose for files with exactly these headings, in this order."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=FileKind)
    signature = models.CharField(max_length=64, help_text="SHA-256 of the folded headings")
    columns = models.JSONField(default=list)
    date_order = models.CharField(max_length=3, choices=DateOrder, default=DateOrder.DAY_FIRST)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("school", "kind", "signature"), name="one_memory_of_columns")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.school}"
