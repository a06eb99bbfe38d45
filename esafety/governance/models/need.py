"""The yearly audit of training needs."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from esafety.governance.vocabulary import NeedLevel
from esafety.people.models import School


class TrainingNeed(models.Model):
    """One row is what one colleague or governor said in one school year. Source: B training."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(help_text="The school year that begins in August of this year")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    level = models.CharField(max_length=10, choices=NeedLevel)
    about = models.CharField(max_length=300, blank=True, help_text="What they would like to learn")
    said_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-year", "pk")
        constraints = [models.UniqueConstraint(fields=("school", "year", "user"), name="one_answer_a_year")]

    def __str__(self) -> str:
        return f"{self.user}, {self.year}"
