"""A visitor's use of what belongs to the school."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from esafety.office.vocabulary import VisitorUse
from esafety.people.models import School
from esafety.schooldays.calendar import LONDON


class VisitorAccessQuerySet(models.QuerySet["VisitorAccess"]):
    """Filters with a name."""

    def on(self, day: dt.date) -> Self:
        """Entries that held on a day (school's local date). Today: those that hold now."""
        begun = self.filter(from_date__lte=day, until__gte=day)
        if day >= timezone.localdate():
            return begun.filter(ended_at__isnull=True)
        return begun.filter(
            Q(ended_at__isnull=True) | Q(ended_at__gte=dt.datetime.combine(day, dt.time(), LONDON))
        )


class VisitorAccess(models.Model):
    """One row says that a visitor may use one thing of the school's, from a day until a day, and by whose permission.

    Never changed but by ending it: a wrong entry is ended and made again. Source: D, register of who has access;
    B, community users; D 3.4, visitors sign before access.
    """

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="visitor_access")
    name = models.CharField(max_length=200)
    organisation = models.CharField(max_length=200, blank=True)
    use = models.CharField(max_length=16, choices=VisitorUse)
    which = models.CharField(max_length=200, blank=True)
    from_date = models.DateField()
    until = models.DateField()
    permitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    agreed_on = models.DateField(null=True, blank=True, help_text="When they signed the agreement")
    agreement_note = models.CharField(max_length=200, blank=True)
    entered_at = models.DateTimeField(default=timezone.now)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = VisitorAccessQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "access for visitors"
        ordering = ("name", "pk")
        indexes: ClassVar = [models.Index(fields=("school", "until"), name="visitor_school_until")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(until__gte=F("from_date")), name="visitor_ends_after_start"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="visitor_ended_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {VisitorUse(self.use).label}"

    @property
    def last_day(self) -> dt.date:
        """The last day on which it held, or will."""
        return min(self.until, timezone.localdate(self.ended_at)) if self.ended_at else self.until
