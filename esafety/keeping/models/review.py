"""A review of a record that is due."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from esafety.keeping.models.lot import Lot
from esafety.keeping.models.subject import AboutARecord, exactly_one
from esafety.keeping.vocabulary import Verdict
from esafety.moving.models import Arrival
from esafety.people.models import School
from incidents.models import Incident


class Review(AboutARecord, models.Model):
    """One row is one review: kept until a day, or put forward for disposal; by whom and why. Only ever added."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    incident = models.ForeignKey(
        Incident, on_delete=models.PROTECT, null=True, blank=True, related_name="retention_reviews"
    )
    arrival = models.ForeignKey(
        Arrival, on_delete=models.PROTECT, null=True, blank=True, related_name="retention_reviews"
    )
    lot = models.ForeignKey(
        Lot, on_delete=models.PROTECT, null=True, blank=True, related_name="retention_reviews"
    )
    verdict = models.CharField(max_length=8, choices=Verdict)
    until = models.DateField(null=True, blank=True)
    reason = models.TextField(max_length=1000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-at", "-pk")
        constraints = [
            exactly_one("review_of_one_record"),
            models.CheckConstraint(condition=~Q(reason=""), name="retention_review_has_reason"),
            models.CheckConstraint(
                condition=Q(verdict="keep", until__isnull=False) | Q(verdict="dispose", until__isnull=True),
                name="kept_until_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_verdict_display()}, {self.record}"
