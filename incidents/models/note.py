"""Something written down about an incident."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from incidents.models.incident import Incident
from incidents.vocabulary import Audience, Standing


class Note(models.Model):
    """One row is a note, an addition by the reporter (`addendum`), or a message to the reporter. Only ever added."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="notes")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Nobody: added by whoever reported in confidence",
    )
    at = models.DateTimeField(default=timezone.now)
    text = models.TextField()
    standing = models.CharField(max_length=8, choices=Standing)
    audience = models.CharField(max_length=8, choices=Audience)
    addendum = models.BooleanField(default=False)

    class Meta:
        ordering = ("at", "pk")
        indexes = [models.Index(fields=("incident", "at"), name="note_incident")]
        constraints = [
            models.CheckConstraint(
                condition=Q(by__isnull=False) | Q(addendum=True, audience="reporter"), name="note_says_whose"
            )
        ]

    def __str__(self) -> str:
        return f"{self.by or 'The reporter'} on {self.incident}"
