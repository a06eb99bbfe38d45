"""A risk, and the times it was looked at."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from esafety.governance.vocabulary import Level, RiskKind
from esafety.people.models import School


class RiskQuerySet(models.QuerySet["Risk"]):
    """Filters with a name."""

    def standing(self) -> Self:
        """Not closed."""
        return self.filter(closed_at__isnull=True)

    def due(self) -> Self:
        """Standing, and due to be looked at."""
        return self.standing().filter(review_due__lte=timezone.localdate())


class Risk(models.Model):
    """One row is one risk of the yearly assessment, or a new technology assessed before use. Source: A 2, D 2.47."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=RiskKind)
    words = models.CharField(max_length=200)
    likelihood = models.CharField(max_length=1, choices=Level)
    impact = models.CharField(max_length=1, choices=Level)
    controls = models.TextField()
    owner = models.CharField(max_length=120, help_text="A post, not a name")
    review_due = models.DateField()
    entered_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = RiskQuerySet.as_manager()

    class Meta:
        ordering = ("kind", "-likelihood", "-impact", "pk")
        indexes = [models.Index(fields=("school", "kind"), name="risk_school")]
        constraints = [
            models.UniqueConstraint(
                fields=("school", "words"), condition=Q(closed_at__isnull=True), name="one_risk_a_wording"
            )
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def score(self) -> int:
        """Likelihood times impact, 1 to 9."""
        return int(self.likelihood) * int(self.impact)

    @property
    def is_due(self) -> bool:
        """Whether it is due to be looked at."""
        return self.closed_at is None and self.review_due <= timezone.localdate()


class RiskReview(models.Model):
    """One row is one look at a risk: what it came to and how it stood then. Only ever added."""

    risk = models.ForeignKey(Risk, on_delete=models.PROTECT, related_name="reviews")
    on = models.DateField()
    likelihood = models.CharField(max_length=1, choices=Level)
    impact = models.CharField(max_length=1, choices=Level)
    words = models.CharField(max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-on", "-pk")

    def __str__(self) -> str:
        return f"{self.risk} on {self.on}"
