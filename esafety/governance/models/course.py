"""Courses, and who took them."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from esafety.people.models import Person, School


class Course(models.Model):
    """One row is one course: who gives it and for how long it lasts. Source: B training, C 3.5.1, E 4.3."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=160)
    provider = models.CharField(max_length=120, blank=True)
    lasts_months = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Months until it is taken again; empty: once is enough"
    )
    for_everybody = models.BooleanField(
        default=False, help_text="Every member of staff and governor takes it"
    )

    class Meta:
        ordering = ("title", "pk")
        constraints = [models.UniqueConstraint(fields=("school", "title"), name="one_course_a_title")]

    def __str__(self) -> str:
        return self.title


class TrainingQuerySet(models.QuerySet["Training"]):
    """Filters with a name."""

    def in_date(self) -> Self:
        """Not run out."""
        return self.filter(Q(expires_on__isnull=True) | Q(expires_on__gte=timezone.localdate()))


class Training(models.Model):
    """One row says that somebody took a course on a day, and until when that counts."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="taken")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    taken_on = models.DateField()
    expires_on = models.DateField(null=True, blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(default=timezone.now)

    objects = TrainingQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "training entries"
        ordering = ("-taken_on", "pk")
        indexes = [models.Index(fields=("person", "course", "-taken_on"), name="training_person")]
        constraints = [
            models.UniqueConstraint(fields=("course", "person", "taken_on"), name="one_training_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.course}"

    @property
    def has_run_out(self) -> bool:
        """Whether it has to be taken again."""
        return self.expires_on is not None and self.expires_on < timezone.localdate()
