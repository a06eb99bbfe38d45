"""What shows what happened."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from esafety.papers.models import ReceivedFile
from incidents.models.incident import Incident
from incidents.vocabulary.evidence import EvidenceKind


def new_key() -> str:
    """A random name for an address."""
    return secrets.token_urlsafe(9)


class EvidenceItem(models.Model):
    """One row is one thing that shows what happened: a sealed file, or where the thing itself is kept.

    Of what may be illegal there is only ever this note (security.md 5.3). Rows are only added; a merge of two
    incidents carries them over.
    """

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=10, choices=EvidenceKind)
    description = models.TextField()
    kept_where = models.CharField(max_length=200, blank=True)
    kept_by = models.CharField(max_length=200, blank=True)
    police_reference = models.CharField(max_length=60, blank=True)
    iwf_reference = models.CharField(max_length=60, blank=True)
    file = models.OneToOneField(
        ReceivedFile, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence"
    )
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("added_at", "pk")
        indexes = [models.Index(fields=("incident", "added_at"), name="evidence_incident")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="file", file__isnull=False) | ~Q(kind="file") & Q(file__isnull=True),
                name="evidence_file_or_note",
            )
        ]

    def __str__(self) -> str:
        return f"Evidence {self.key}"


class EvidenceOpening(models.Model):
    """One row is one download of a file of evidence, with its reason. Only ever added."""

    item = models.ForeignKey(EvidenceItem, on_delete=models.PROTECT, related_name="openings")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    reason = models.TextField()

    class Meta:
        ordering = ("-at", "-pk")
        indexes = [models.Index(fields=("item", "-at"), name="evidence_opening_item")]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="evidence_opening_has_reason")]

    def __str__(self) -> str:
        return f"Downloaded {self.at:%d %B %Y}"
