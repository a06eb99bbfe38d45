"""What was counted for a stretch of days."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from esafety.people.models import School
from esafety.schooldays.calendar import Span


class PeriodCountQuerySet(models.QuerySet["PeriodCount"]):
    """Filters with a name."""

    def frozen(self) -> Self:
        """Counts that were printed: they stay as they are."""
        return self.filter(frozen_at__isnull=False)

    def of(self, school: School, span: Span, *, is_year: bool) -> Self:
        """The count of exactly these days, as a term or as a year."""
        return self.filter(school=school, first_day=span.first, last_day=span.last, is_year=is_year)

    def touching(self, school: School, span: Span) -> Self:
        """Counts of any of these days."""
        return self.filter(school=school, first_day__lte=span.last, last_day__gte=span.first)


class PeriodCount(models.Model):
    """One row is what was counted of one school from one day to another, once and for ever.

    The moment a report that prints it is approved it is frozen: every later report, edition and comparison takes the
    same row, so that nobody can set two counts of the same days against each other. `true` is what was found and is
    shown on no page; `printed` is what may be told of it under rule SDC-1 (docs/decisions/0030).
    """

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    first_day = models.DateField()
    last_day = models.DateField()
    is_year = models.BooleanField(
        default=False, help_text="Counted as a year: a year of one term has the same days"
    )
    true = models.JSONField(default=dict, help_text="Counts before disclosure control; shown to nobody")
    printed = models.JSONField(default=dict, help_text="What may be printed, by section")
    counted_at = models.DateTimeField(default=timezone.now)
    frozen_at = models.DateTimeField(null=True, blank=True)

    objects = PeriodCountQuerySet.as_manager()

    class Meta:
        ordering = ("school", "first_day")
        constraints = [
            models.UniqueConstraint(
                fields=("school", "first_day", "last_day", "is_year"), name="one_count_of_a_period"
            ),
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="count_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.school}, {self.first_day} to {self.last_day}"

    @property
    def span(self) -> Span:
        """Its days."""
        return Span(self.first_day, self.last_day)

    @property
    def is_whole(self) -> bool:
        """Whether its last day was over when it was counted."""
        return timezone.localdate(self.counted_at) > self.last_day

    @property
    def counted_on(self) -> dt.date:
        """The day it was counted, in the school's time zone."""
        return timezone.localdate(self.counted_at)
