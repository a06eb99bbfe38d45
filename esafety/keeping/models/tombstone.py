"""What is left of a record that was disposed of, and which rows of a lot went."""

from __future__ import annotations

from django.db import models

from esafety.keeping.models.disposal import Disposal
from esafety.keeping.vocabulary import RecordKind
from esafety.papers.models.paper import new_reference
from esafety.people.models import School


class Tombstone(models.Model):
    """One row is one line of the ledger: a record of this kind, closed in that school year, was disposed of.

    Written first, in the transaction that disposes: the database lets rows of an incident, or of a received file, go
    only while its tombstone stands in an approved disposal. Only ever added, and nothing in it speaks of anybody.
    `was_id`, of a file where the kind says so, and `fingerprint` (of a random number nobody was shown) find the record
    again in an older backup. Of a lot `was_id` is 0, and the rows that went are `GoneRow`s.
    """

    reference = models.CharField(max_length=9, unique=True, default=new_reference)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    disposal = models.ForeignKey(Disposal, on_delete=models.PROTECT, related_name="tombstones")
    kind = models.CharField(max_length=16, choices=RecordKind)
    school_year = models.CharField(max_length=9, help_text="In which it was closed, or taken in: 2019/20")
    was_id = models.BigIntegerField()
    fingerprint = models.CharField(max_length=64)
    rows = models.PositiveIntegerField()
    files = models.PositiveIntegerField()
    disposed_at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        indexes = [
            models.Index(fields=("was_id",), name="tombstone_was"),
            models.Index(fields=("school", "id"), name="tombstone_school"),
        ]

    def __str__(self) -> str:
        return self.reference


class GoneRow(models.Model):
    """One row says which row of which table went with a lot: a number, and nothing of what stood there.

    Written with the tombstone, before anything goes: the database lets a row of a lot go only while it stands here in
    an approved disposal. Only ever added.
    """

    tombstone = models.ForeignKey(Tombstone, on_delete=models.PROTECT, related_name="gone")
    table = models.CharField(max_length=63)
    row = models.BigIntegerField()

    class Meta:
        ordering = ("pk",)
        indexes = [models.Index(fields=("table", "row"), name="gone_row")]

    def __str__(self) -> str:
        return f"{self.table} {self.row}"
