"""Why a clock was moved."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from incidents.models.task import Task
from incidents.vocabulary import WaitsFor


class TaskPause(models.Model):
    """One row says that a task's clock stood still until a day: for whom, why, and what it was due before and after.

    A rule allows it (policy/pauses.py). Only ever added; the clock itself is the task's `due_at`.
    """

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="pauses")
    waits_for = models.CharField(max_length=12, choices=WaitsFor)
    reason = models.TextField()
    until = models.DateField()
    due_before = models.DateTimeField()
    due_after = models.DateTimeField()
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("at", "pk")
        constraints = [
            models.CheckConstraint(condition=Q(due_after__gt=F("due_before")), name="pause_moves_on"),
            models.CheckConstraint(condition=~Q(reason=""), name="pause_has_reason"),
        ]

    def __str__(self) -> str:
        return f"Paused until {self.until}"
