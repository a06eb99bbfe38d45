"""A meeting of the co-ordinator and the online safety governor."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from esafety.people.models import School


class Meeting(models.Model):
    """One row is one meeting. Its agenda was drawn from the logs the day it was planned. Source: B governors."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    held_on = models.DateField(help_text="The day it is or was to be held")
    agenda = models.JSONField(default=list, help_text="Headings, each with its lines, as they stood that day")
    present = models.CharField(max_length=200, blank=True, help_text="Posts, not names")
    minutes = models.TextField(blank=True)
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField(default=timezone.now)
    minuted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-held_on", "-pk")
        indexes = [models.Index(fields=("school", "-held_on"), name="meeting_school")]
        constraints = [
            models.CheckConstraint(
                condition=Q(minuted_at__isnull=True) | ~Q(minutes=""), name="held_meeting_has_minutes"
            )
        ]

    def __str__(self) -> str:
        return f"Meeting on {self.held_on:%-d %B %Y}"
