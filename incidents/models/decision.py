"""A decision."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from incidents.models.incident import Incident
from incidents.vocabulary import DecisionKind


class Decision(models.Model):
    """One row is one decision with its reason and the edition of the rules it followed. Only ever added."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="decisions")
    kind = models.CharField(max_length=18, choices=DecisionKind)
    words = models.TextField()
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    edition = models.CharField(max_length=10)

    class Meta:
        ordering = ("at", "pk")
        indexes = [models.Index(fields=("incident", "at"), name="decision_incident")]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="decision_has_reason")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} on {self.incident}"
