"""The induction check-list."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from esafety.people.models import Person, School


class InductionStep(models.Model):
    """One row is one thing every newcomer is shown or given. Source: B training, C 3.5.1."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=200)
    place = models.PositiveSmallIntegerField(default=100)
    in_use = models.BooleanField(default=True)

    class Meta:
        ordering = ("place", "pk")
        constraints = [models.UniqueConstraint(fields=("school", "words"), name="one_step_a_wording")]

    def __str__(self) -> str:
        return self.words


class InductionTick(models.Model):
    """One row says that one step was done with one newcomer."""

    step = models.ForeignKey(InductionStep, on_delete=models.PROTECT, related_name="ticks")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("person", "step")
        constraints = [models.UniqueConstraint(fields=("step", "person"), name="one_tick_each")]

    def __str__(self) -> str:
        return f"{self.person}: {self.step}"
