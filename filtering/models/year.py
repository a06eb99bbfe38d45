"""The yearly review of filtering and monitoring, its signatures, and the document it becomes."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from esafety.outbox.models import Owed, OwedQuerySet
from esafety.papers.models import StoredFile
from esafety.papers.models.paper import new_reference
from esafety.people.models import School
from esafety.schooldays.years import SchoolYear
from filtering.vocabulary import ReviewStage, Signatory


class YearlyReview(models.Model):
    """One row is the review of one school year. What the year showed is copied into it when it is put forward.

    `edition` rises when it is taken back: signatures count for the edition that was signed.
    """

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(help_text="The year in which the school year begins")
    stage = models.CharField(max_length=8, choices=ReviewStage, default=ReviewStage.DRAFT)
    version = models.PositiveIntegerField(default=1)
    edition = models.PositiveIntegerField(default=1)
    risk_profile = models.TextField(max_length=4000, blank=True)
    blocked_why = models.TextField(max_length=4000, blank=True)
    monitoring = models.TextField(max_length=4000, blank=True)
    actions = models.TextField(max_length=4000, blank=True)
    evidence = models.JSONField(
        default=dict, blank=True, help_text="What the year showed, as it was put forward"
    )
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(default=timezone.now)
    ready_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-year",)
        verbose_name = "review"
        constraints = [models.UniqueConstraint(fields=("school", "year"), name="one_filtering_review_a_year")]

    def __str__(self) -> str:
        return f"Filtering and monitoring, {self.school_year}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("filtering_year", kwargs={"pk": self.pk})

    @property
    def school_year(self) -> SchoolYear:
        """The school year it is about."""
        return SchoolYear(self.year)


class ReviewSignature(models.Model):
    """One row is one person's signature under one edition of a yearly review. Only ever added."""

    review = models.ForeignKey(YearlyReview, on_delete=models.PROTECT, related_name="signatures")
    edition = models.PositiveIntegerField()
    role = models.CharField(max_length=8, choices=Signatory)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("at", "pk")
        constraints = [
            models.UniqueConstraint(fields=("review", "edition", "role"), name="one_signature_a_role"),
            models.UniqueConstraint(fields=("review", "edition", "by"), name="one_signature_a_person"),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.by_name}"


class FrozenReview(Owed):
    """One row promises the signed review as a document, and holds it when it is made. It is kept."""

    lease = dt.timedelta(minutes=10)

    reference = models.CharField(max_length=9, unique=True, default=new_reference)
    review = models.OneToOneField(YearlyReview, on_delete=models.PROTECT, related_name="frozen")
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects: ClassVar[Any] = OwedQuerySet.as_manager()

    class Meta(Owed.Meta):
        verbose_name_plural = "signed reviews as PDF"

    def __str__(self) -> str:
        return f"{self.review}, signed"
