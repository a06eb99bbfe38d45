"""A visitor at reception."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from aup.models.signature import Signature
from esafety.people.models import School

if TYPE_CHECKING:
    from aup.models.edition import Edition


def new_once() -> str:
    """What a form is known by."""
    return secrets.token_hex(16)


class VisitQuerySet(models.QuerySet["Visit"]):
    """Filters with a name."""

    def here(self, on: dt.date | None = None) -> Self:
        """Visitors who came on a day (default: today, school's local date) and have not been signed out."""
        return self.filter(came_on=on or timezone.localdate(), left_at__isnull=True)

    def covering(self, day: dt.date) -> Self:
        """Visits whose signature holds on a day."""
        return self.filter(came_on__lte=day, holds_until__gte=day)


class Visit(models.Model):
    """One row is one visit: who came, from where, to whom, and under which signature.

    A visit ends with its day by itself, or when somebody signs the visitor out. `holds_until` is the last day of the
    signature: the day of the visit, or up to a year, so that a regular visitor signs once. Source: B, D 3.4.
    """

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="visits")
    name = models.CharField(max_length=200)
    organisation = models.CharField(max_length=200, blank=True)
    host = models.CharField(max_length=200, help_text="Whom they visit")
    came_at = models.DateTimeField(default=timezone.now)
    came_on = models.DateField(default=timezone.localdate)
    holds_until = models.DateField()
    signature = models.ForeignKey(Signature, on_delete=models.PROTECT, related_name="visits")
    once = models.CharField(
        max_length=32,
        unique=True,
        default=new_once,
        help_text="Drawn with the form: sent twice it is one visit",
    )
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    left_at = models.DateTimeField(null=True, blank=True)
    left_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = VisitQuerySet.as_manager()

    class Meta:
        ordering = ("-came_at", "-pk")
        indexes: ClassVar = [
            models.Index(fields=("school", "came_on"), name="visit_of_day"),
            models.Index(fields=("school", "holds_until"), name="visit_holds_until"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(holds_until__gte=F("came_on")), name="visit_holds_its_day"),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True, left_by__isnull=True)
                | Q(left_at__isnull=False, left_by__isnull=False),
                name="visit_left_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"Visit of {self.came_on:%d %B %Y}"

    @property
    def is_for_the_year(self) -> bool:
        """Whether the signature holds beyond the day of the visit."""
        return self.holds_until > self.came_on

    @property
    def edition(self) -> Edition:
        """What was signed."""
        return self.signature.edition
