"""Why an incident went where it went."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from incidents.models.incident import Incident


class RoutingNote(models.Model):
    """One row is one routing rule that fitted an incident's facts, copied as it stood. Only ever added."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="routing_notes")
    at = models.DateTimeField(default=timezone.now)
    rule = models.CharField(max_length=24)
    because = models.CharField(max_length=200)
    effect = models.CharField(max_length=300)
    source = models.CharField(max_length=80)
    edition = models.CharField(max_length=10)

    class Meta:
        ordering = ("at", "pk")
        indexes = [models.Index(fields=("incident", "at"), name="routing_note_incident")]

    def __str__(self) -> str:
        return f"{self.rule} on {self.incident}"
