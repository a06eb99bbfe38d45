"""A term, and days on which the school is closed inside it."""

from django.db import models
from django.db.models import F, Q


class Term(models.Model):
    """One row is one term: first and last day on which pupils attend."""

    school = models.ForeignKey("people.School", on_delete=models.PROTECT, related_name="terms")
    name = models.CharField(max_length=60)
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        ordering = ("school", "starts_on")
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="term_ends_after_start")
        ]

    def __str__(self) -> str:
        return self.name


class Closure(models.Model):
    """One row is a stretch of days inside a term without pupils: half-term, INSET, snow."""

    class Kind(models.TextChoices):
        """Why the school is closed."""

        HALF_TERM = "half_term", "Half-term"
        INSET = "inset", "INSET day"
        OTHER = "other", "Other closure"

    school = models.ForeignKey("people.School", on_delete=models.PROTECT, related_name="closures")
    kind = models.CharField(max_length=10, choices=Kind)
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        ordering = ("school", "starts_on")
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="closure_ends_after_start")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.starts_on} to {self.ends_on}"
