"""A report to governors."""

from __future__ import annotations

import secrets
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from esafety.governance.models.period_count import PeriodCount
from esafety.governance.vocabulary import BEING_WRITTEN, WITH_GOVERNORS, ReportKind, ReportStage
from esafety.papers.models import StoredFile
from esafety.people.models import School
from esafety.schooldays.calendar import Span

_LETTERS = "23456789abcdefghjkmnpqrstvwxyz"


def new_reference() -> str:
    """Ten characters for an address."""
    return "".join(secrets.choice(_LETTERS) for _ in range(10))


class ReportQuerySet(models.QuerySet["Report"]):
    """Filters with a name."""

    def being_written(self) -> Self:
        """Not with the governors yet."""
        return self.filter(stage__in=BEING_WRITTEN)

    def with_governors(self) -> Self:
        """Published, whatever became of the edition since."""
        return self.filter(stage__in=WITH_GOVERNORS)

    def published(self) -> Self:
        """The editions that stand."""
        return self.filter(stage=ReportStage.PUBLISHED)


class Report(models.Model):
    """One row is one edition of one report of a school about a stretch of days.

    It is drafted over counted figures, commented section by section, approved by somebody who wrote nothing of it, and
    then frozen: `file` holds the bytes that are handed out for ever and `fingerprint` their SHA-256. Correcting means a
    new edition, which `replaces` the old one; both stay in the list as what they are.
    """

    reference = models.CharField(max_length=10, unique=True, default=new_reference)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="reports")
    kind = models.CharField(max_length=8, choices=ReportKind)
    period = models.CharField(
        max_length=80, help_text="What the school calls the days, e.g. Autumn term 2026"
    )
    first_day = models.DateField()
    last_day = models.DateField()
    edition = models.PositiveSmallIntegerField(default=1)
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    stage = models.CharField(max_length=10, choices=ReportStage, default=ReportStage.DRAFT)
    version = models.PositiveIntegerField(default=1)

    count = models.ForeignKey(PeriodCount, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    count_before = models.ForeignKey(
        PeriodCount, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    count_a_year_before = models.ForeignKey(
        PeriodCount, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    figures = models.JSONField(default=list, help_text="The sections as printed, once counted")
    asks = models.TextField(blank=True, help_text="What is asked of the meeting")
    said_back = models.TextField(blank=True, help_text="Why it was sent back last")

    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField(default=timezone.now)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    fingerprint = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the file")
    pages = models.PositiveSmallIntegerField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ("-last_day", "kind", "-edition")
        indexes = [models.Index(fields=("school", "stage", "-last_day"), name="report_school_stage")]
        constraints = [
            models.UniqueConstraint(
                fields=("school", "kind", "first_day", "last_day", "edition"),
                condition=~Q(stage=ReportStage.DISCARDED),
                name="one_report_an_edition",
            ),
            models.UniqueConstraint(
                fields=("school", "kind", "first_day", "last_day"),
                condition=Q(stage__in=BEING_WRITTEN),
                name="one_draft_of_a_report",
            ),
            models.UniqueConstraint(
                fields=("school", "kind", "first_day", "last_day"),
                condition=Q(stage=ReportStage.PUBLISHED),
                name="one_published_edition",
            ),
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="report_ends_after_start"),
            models.CheckConstraint(
                condition=~Q(stage__in=WITH_GOVERNORS)
                | Q(file__isnull=False, approved_by__isnull=False) & ~Q(fingerprint=""),
                name="published_report_has_file",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("drafted_by")),
                name="report_is_approved_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(stage=ReportStage.WITHDRAWN) | ~Q(withdrawn_reason=""),
                name="withdrawn_report_has_reason",
            ),
        ]

    def __str__(self) -> str:
        edition = f", edition {self.edition}" if self.edition > 1 else ""
        return f"{self.get_kind_display()}, {self.period}{edition}"

    def get_absolute_url(self) -> str:
        """The report's page."""
        return reverse("report_to_governors", kwargs={"reference": self.reference})

    @property
    def span(self) -> Span:
        """Its days."""
        return Span(self.first_day, self.last_day)

    @property
    def fingerprint_in_groups(self) -> str:
        """The fingerprint as people compare it: eight characters at a time."""
        return " ".join(self.fingerprint[at : at + 8] for at in range(0, len(self.fingerprint), 8))

    @property
    def is_annual(self) -> bool:
        """Whether it speaks of a whole year."""
        return self.kind == ReportKind.ANNUAL

    @property
    def is_draft(self) -> bool:
        """Whether it can still be written in."""
        return self.stage == ReportStage.DRAFT

    @property
    def is_with_governors(self) -> bool:
        """Whether governors see it, as whatever it is now."""
        return self.stage in WITH_GOVERNORS
