"""Something to be followed up."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from esafety.governance.models.meeting import Meeting
from esafety.governance.models.report import Report
from esafety.people.models import School


class PointQuerySet(models.QuerySet["Point"]):
    """Filters with a name."""

    def open(self) -> Self:
        """Not done yet."""
        return self.filter(done_at__isnull=True)

    def overdue(self) -> Self:
        """Not done, and their day is over."""
        return self.open().filter(due_on__lt=timezone.localdate())


class Point(models.Model):
    """One row is one action agreed at a meeting or asked for by a report. Open ones are carried forward to the next."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="points"
    )
    report = models.ForeignKey(Report, on_delete=models.PROTECT, null=True, blank=True, related_name="points")
    words = models.CharField(max_length=300)
    owner = models.CharField(max_length=120, help_text="A post, not a name: reports carry it to governors")
    due_on = models.DateField(null=True, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    done_at = models.DateTimeField(null=True, blank=True)
    result = models.CharField(max_length=300, blank=True)

    objects = PointQuerySet.as_manager()

    class Meta:
        ordering = ("due_on", "pk")
        indexes = [models.Index(fields=("school", "done_at", "due_on"), name="point_school")]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_by__isnull=True)
                | Q(done_at__isnull=False, done_by__isnull=False),
                name="done_point_says_by_whom",
            )
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def is_overdue(self) -> bool:
        """Not done, and its day is over."""
        return self.done_at is None and self.due_on is not None and self.due_on < timezone.localdate()
