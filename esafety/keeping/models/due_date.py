"""When a record is due."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.db import models
from django.utils import timezone

from esafety.keeping.vocabulary import RecordKind
from esafety.people.models import School
from incidents.models import Incident


class DueDateQuerySet(models.QuerySet["DueDate"]):
    """Filters with a name."""

    def due(self, today: dt.date) -> Self:
        """To be reviewed."""
        return self.filter(due_on__lte=today).order_by("due_on", "incident__reference")

    def unknown(self) -> Self:
        """Held until somebody finds out a date."""
        return self.filter(due_on__isnull=True).order_by("incident__reference")


class DueDate(models.Model):
    """One row says when one closed incident is due for review, as it was last worked out.

    Only the list is drawn from it: whether a record may go is asked of the record itself, each time.
    """

    incident = models.OneToOneField(Incident, on_delete=models.PROTECT, related_name="due_date")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=RecordKind)
    due_on = models.DateField(null=True, blank=True, help_text="Empty: a date it depends on is not known")
    worked_at = models.DateTimeField(default=timezone.now)

    objects = DueDateQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=("school", "due_on", "id"), name="due_date_school"),
            models.Index(fields=("school", "worked_at"), name="due_date_worked"),
        ]

    def __str__(self) -> str:
        return f"{self.incident_id}: {self.due_on}"


class Sweep(models.Model):
    """One row says up to which closed incident a school's due dates were worked out."""

    school = models.OneToOneField(School, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    incident_id = models.BigIntegerField(default=0, help_text="The last of that moment")

    def __str__(self) -> str:
        return f"{self.school}: {self.closed_at}"
