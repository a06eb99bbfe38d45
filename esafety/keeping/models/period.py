"""How long a school keeps a kind of record."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from esafety.keeping.vocabulary import RecordKind
from esafety.people.models import School


class Period(models.Model):
    """One row is one period as the school confirmed it: who, when. Without one the offered number counts."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=RecordKind)
    years = models.PositiveSmallIntegerField()
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("school", "kind"), name="one_period_a_kind"),
            models.CheckConstraint(condition=models.Q(years__lte=75), name="period_is_a_life"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.years}"
