"""Checks of the filter: the plan, what is tested, one check, one result."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from esafety.papers.models import ReceivedFile
from esafety.papers.models.paper import new_reference
from esafety.people.models import School
from filtering.policy.clocks import CHECK_EVERY_DAYS, FEWEST_DAYS, MOST_DAYS
from filtering.vocabulary import DeviceGroup, Location, Outcome, Test, UserGroup


class CheckPlan(models.Model):
    """One row is how often one school checks its filter, and when the next check is due."""

    school = models.OneToOneField(School, on_delete=models.PROTECT, related_name="filtering_plan")
    every_days = models.PositiveSmallIntegerField(default=CHECK_EVERY_DAYS)
    samples = models.TextField(
        max_length=2000, blank=True, help_text="Addresses the school tries, one a line"
    )
    due_on = models.DateField()
    chase_at = models.DateTimeField(help_text="When somebody is next reminded of a missed check")

    class Meta:
        indexes = [models.Index(fields=("chase_at",), name="filtering_plan_chase")]
        constraints = [
            models.CheckConstraint(
                condition=Q(every_days__gte=FEWEST_DAYS, every_days__lte=MOST_DAYS),
                name="filtering_plan_within_bounds",
            )
        ]

    def __str__(self) -> str:
        return f"Every {self.every_days} days"

    @property
    def is_missed(self) -> bool:
        """Whether the day of the check is past."""
        return self.due_on < timezone.localdate()


class CheckPoint(models.Model):
    """One row is one place to test from: which devices, whose account, over which connection."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    device = models.CharField(max_length=10, choices=DeviceGroup)
    user_group = models.CharField(max_length=10, choices=UserGroup)
    location = models.CharField(max_length=10, choices=Location)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("user_group", "device", "location", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("school", "device", "user_group", "location"),
                condition=Q(retired_at__isnull=True),
                name="one_check_point_of_a_kind",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_user_group_display()}, {self.get_device_display().lower()}, {self.where}"

    @property
    def where(self) -> str:
        """The connection, for the middle of a sentence."""
        label = self.get_location_display()
        return label[0].lower() + label[1:]


class Check(models.Model):
    """One row is one check of the filter by two people. Only its results are ever added to."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=9, unique=True, default=new_reference)
    done_on = models.DateField()
    was_due_on = models.DateField()
    first_person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    second_person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    fault = models.TextField(max_length=2000, blank=True, help_text="What was not as it should be")
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-done_on", "-pk")
        indexes = [models.Index(fields=("school", "-done_on"), name="filtering_check_day")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(first_person=F("second_person")), name="filtering_check_never_alone"
            )
        ]

    def __str__(self) -> str:
        return f"Check of {self.done_on:%-d %B %Y}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("filtering_check", kwargs={"reference": self.reference})


class CheckResultQuerySet(models.QuerySet["CheckResult"]):
    """Filters with a name."""

    def faults(self) -> CheckResultQuerySet:
        """Tests that got through."""
        return self.filter(outcome=Outcome.REACHED)

    def open_faults(self) -> CheckResultQuerySet:
        """Tests that got through and are not put right."""
        return self.faults().filter(fixed_on__isnull=True)

    def overdue(self, now: dt.datetime | None = None) -> CheckResultQuerySet:
        """Faults that should have been put right by now."""
        return self.open_faults().filter(due_at__lte=now or timezone.now())


class CheckResult(models.Model):
    """One row is what one test showed in one place; a fault has a clock, and what was done about it."""

    check_done = models.ForeignKey(Check, on_delete=models.PROTECT, related_name="results")
    point = models.ForeignKey(CheckPoint, on_delete=models.PROTECT, related_name="results")
    test = models.CharField(max_length=12, choices=Test)
    outcome = models.CharField(max_length=10, choices=Outcome)
    due_at = models.DateTimeField(null=True, blank=True)
    chase_at = models.DateTimeField(null=True, blank=True)
    action = models.TextField(max_length=2000, blank=True)
    fixed_on = models.DateField(null=True, blank=True)
    fixed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects: ClassVar[Any] = CheckResultQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        indexes = [
            models.Index(
                fields=("chase_at",),
                condition=Q(chase_at__isnull=False),
                name="filtering_fault_chase",
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=("check_done", "point", "test"), name="one_result_a_test"),
            models.CheckConstraint(
                condition=~Q(outcome=Outcome.REACHED) | Q(due_at__isnull=False),
                name="filtering_fault_has_clock",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_test_display()}: {self.get_outcome_display()}"

    @property
    def is_open_fault(self) -> bool:
        """Whether it got through and is not put right."""
        return self.outcome == Outcome.REACHED and self.fixed_on is None

    @property
    def is_overdue(self) -> bool:
        """Whether it should have been put right by now."""
        return self.is_open_fault and self.due_at is not None and self.due_at <= timezone.now()


class Certificate(models.Model):
    """One row is a document kept with a check: what the provider or a test site says of the filter."""

    check_done = models.ForeignKey(Check, on_delete=models.PROTECT, related_name="certificates")
    received = models.OneToOneField(ReceivedFile, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.title
