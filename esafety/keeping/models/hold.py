"""A hold somebody laid."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from esafety.keeping.models.lot import Lot
from esafety.keeping.models.subject import EXACTLY_ONE, ON_ALL, AboutARecord
from esafety.keeping.vocabulary import HoldKind
from esafety.moving.models import Arrival
from esafety.people.models import School
from incidents.models import Incident


class HoldQuerySet(models.QuerySet["Hold"]):
    """Filters with a name."""

    def standing(self) -> Self:
        """Not lifted."""
        return self.filter(lifted_at__isnull=True)


class Hold(AboutARecord, models.Model):
    """One row is one hold, on one incident, one received file or one lot, or (all empty) on every record of the school.

    One person lays it; to lift it one asks and another agrees.
    """

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    incident = models.ForeignKey(
        Incident, on_delete=models.PROTECT, null=True, blank=True, related_name="retention_holds"
    )
    arrival = models.ForeignKey(
        Arrival, on_delete=models.PROTECT, null=True, blank=True, related_name="retention_holds"
    )
    lot = models.ForeignKey(
        Lot, on_delete=models.PROTECT, null=True, blank=True, related_name="retention_holds"
    )
    kind = models.CharField(max_length=16, choices=HoldKind)
    reason = models.TextField(max_length=1000)
    laid_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    laid_at = models.DateTimeField(default=timezone.now)
    lift_asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    lift_asked_at = models.DateTimeField(null=True, blank=True)
    lift_reason = models.TextField(max_length=1000, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    lifted_at = models.DateTimeField(null=True, blank=True)

    objects = HoldQuerySet.as_manager()

    class Meta:
        ordering = ("laid_at", "pk")
        indexes = [
            models.Index(fields=("school",), condition=Q(lifted_at__isnull=True), name="hold_standing"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="hold_has_reason"),
            models.CheckConstraint(condition=ON_ALL | EXACTLY_ONE, name="hold_on_one_record_or_all"),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True)
                | (
                    Q(lifted_by__isnull=False, lift_asked_by__isnull=False) & ~Q(lifted_by=F("lift_asked_by"))
                ),
                name="hold_lifted_by_two",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
