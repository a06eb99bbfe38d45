"""When signatures are renewed."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from aup.policy.validity import MOST_DAYS, USUAL_ROUND, Round
from aup.vocabulary import ReSignReason
from esafety.people.models import Person, School


class YearlyRound(models.Model):
    """One row says when a school's yearly round begins, and how long older signatures count then.

    A school without a row has `aup.policy.validity.USUAL_ROUND`.
    """

    school = models.OneToOneField(School, on_delete=models.PROTECT, related_name="agreement_round")
    month = models.PositiveSmallIntegerField(default=USUAL_ROUND.month)
    day = models.PositiveSmallIntegerField(default=USUAL_ROUND.day)
    days_to_sign = models.PositiveSmallIntegerField(
        default=USUAL_ROUND.days_to_sign, help_text="Last year's signatures count so many days more"
    )
    days_for_edition = models.PositiveSmallIntegerField(
        default=USUAL_ROUND.days_for_edition, help_text="The same, after an edition that asks to sign again"
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(month__gte=1, month__lte=12, day__gte=1, day__lte=28), name="round_on_a_real_day"
            ),
            models.CheckConstraint(
                condition=Q(days_to_sign__lte=MOST_DAYS, days_for_edition__lte=MOST_DAYS),
                name="round_within_bounds",
            ),
        ]

    def __str__(self) -> str:
        return f"Yearly round of {self.school} on {dt.date(2000, self.month, self.day):%-d %B}"

    @property
    def as_round(self) -> Round:
        """For the policy."""
        return Round(self.month, self.day, self.days_to_sign, self.days_for_edition)


class SignAgain(models.Model):
    """One row demands that somebody sign again before they use the systems: what they signed before no longer counts.

    For a child it ends the child's and the parent's signature. Only ever added. Source: A 12, "meet and re-sign".
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=16, choices=ReSignReason)
    incident_reference = models.CharField(max_length=12, blank=True)
    demanded_at = models.DateTimeField(default=timezone.now)
    demanded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name_plural = "demands to sign again"
        ordering = ("-demanded_at", "-pk")
        indexes: ClassVar = [
            models.Index(fields=("school", "person", "demanded_at"), name="sign_again_of_person")
        ]

    def __str__(self) -> str:
        return f"{self.person} signs again: {self.get_reason_display()}"
