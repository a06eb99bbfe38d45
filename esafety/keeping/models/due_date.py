"""When a record is due."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.db import models
from django.db.models.functions import Coalesce
from django.utils import timezone

from esafety.keeping.models.lot import Lot
from esafety.keeping.models.subject import AboutARecord, exactly_one
from esafety.keeping.vocabulary import RecordKind
from esafety.moving.models import Arrival
from esafety.people.models import School
from incidents.models import Incident


class DueDateQuerySet(models.QuerySet["DueDate"]):
    """Filters with a name. Each row bears its record's `reference`, by which lists are sorted."""

    def _with_reference(self) -> Self:
        return self.annotate(
            reference=Coalesce("incident__reference", "arrival__reference", "lot__reference")
        )

    def due(self, today: dt.date) -> Self:
        """To be reviewed."""
        return self._with_reference().filter(due_on__lte=today).order_by("due_on", "reference")

    def unknown(self) -> Self:
        """Held until somebody finds out a date."""
        return self._with_reference().filter(due_on__isnull=True).order_by("reference")


class DueDate(AboutARecord, models.Model):
    """One row says when one record is due for review, as last worked out: a closed incident, a received file, a lot.

    Only the list is drawn from it: whether a record may go is asked of the record itself, each time.
    """

    incident = models.OneToOneField(
        Incident, on_delete=models.PROTECT, null=True, blank=True, related_name="due_date"
    )
    arrival = models.OneToOneField(
        Arrival, on_delete=models.PROTECT, null=True, blank=True, related_name="due_date"
    )
    lot = models.OneToOneField(Lot, on_delete=models.PROTECT, null=True, blank=True, related_name="due_date")
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
        constraints = [exactly_one("due_date_of_one_record")]

    def __str__(self) -> str:
        return f"{self.subject.column} {self.subject.pk}: {self.due_on}"


class Sweep(models.Model):
    """One row says up to which closed incident, and which received file, a school's due dates were worked out."""

    school = models.OneToOneField(School, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    incident_id = models.BigIntegerField(default=0, help_text="The last of that moment")
    came_at = models.DateTimeField(null=True, blank=True)
    arrival_id = models.BigIntegerField(default=0, help_text="The last file of that moment")
    lots_at = models.DateTimeField(null=True, blank=True, help_text="When lots were last looked for")

    def __str__(self) -> str:
        return f"{self.school}: {self.closed_at}"
