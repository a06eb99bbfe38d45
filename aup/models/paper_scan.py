"""The scan of a paper that somebody signed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from aup.models.signature import Signature
from esafety.papers.models import ReceivedFile

if TYPE_CHECKING:
    from esafety.people.models import School


class PaperScan(models.Model):
    """One row is one scan of the paper behind a signature that was entered by hand. Source: domain/agreements.md."""

    signature = models.ForeignKey(Signature, on_delete=models.PROTECT, related_name="scans")
    received = models.OneToOneField(ReceivedFile, on_delete=models.PROTECT, related_name="+")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("pk",)
        indexes: ClassVar = [models.Index(fields=("signature", "added_at"), name="scan_of_signature")]

    def __str__(self) -> str:
        return f"Scan of {self.signature}"

    @property
    def school(self) -> School:
        """The signature's school."""
        return self.signature.school
