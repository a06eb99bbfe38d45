"""An incident."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from esafety.people.models import School
from esafety.people.vocabulary import Role
from esafety.ui.templatetags.ui import half_day, moment
from incidents.vocabulary import (
    OPEN,
    AcceptedAs,
    Finding,
    FoundBy,
    IncidentType,
    Lane,
    LearningArea,
    Nature,
    ReporterKind,
    RiskArea,
    Status,
)


class IncidentQuerySet(models.QuerySet["Incident"]):
    """Filters with a name. Who may see what is `incidents.access.INCIDENTS`."""

    def open(self) -> IncidentQuerySet:
        """Not closed."""
        return self.filter(status__in=OPEN)


class Incident(models.Model):
    """One row is one matter: a concern from the moment it is submitted until it is closed.

    What was said is in its statements, who was involved in its involvements. The facts here that also
    stand in the latest statement (type, nature, dates) are kept beside the lane and status so that a list
    needs one table. `version` rises with every change that two people could make at once.
    """

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="incidents")
    reference = models.CharField(max_length=12, unique=True)
    status = models.CharField(max_length=20, choices=Status, default=Status.SUBMITTED)
    version = models.PositiveIntegerField(default=1)

    lane = models.CharField(max_length=16, choices=Lane)
    owner_role = models.CharField(max_length=24, choices=Role)
    owned = models.BooleanField(default=True, help_text="Whether somebody without a conflict holds that role")
    passed_over = models.JSONField(default=list, help_text="Roles whose clock ran out or who passed it up")
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="incidents_assigned",
    )
    accepted_as = models.CharField(max_length=20, choices=AcceptedAs, blank=True)
    harm_test = models.BooleanField(default=False, help_text="Triage found that the harm test may be met")

    reported_at = models.DateTimeField(default=timezone.now)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="incidents_reported",
        help_text="Nobody: it came in confidence, from somebody without an account",
    )
    reporter_kind = models.CharField(max_length=12, choices=ReporterKind, default=ReporterKind.SELF)
    reporter_name = models.CharField(max_length=200, blank=True)
    submission_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    primary_type = models.CharField(max_length=24, choices=IncidentType)
    risk_area = models.CharField(max_length=10, choices=RiskArea)
    nature = models.CharField(max_length=12, choices=Nature, default=Nature.NOT_KNOWN)
    found_by = models.CharField(max_length=12, choices=FoundBy, default=FoundBy.REPORTED)
    danger = models.BooleanField(default=False)
    happened_on = models.DateField(null=True, blank=True, help_text="First day it happened, if known")

    actions_staff = models.JSONField(default=list)
    actions_child = models.JSONField(default=list)
    specific_action = models.TextField(blank=True)
    outcome = models.TextField(blank=True)
    finding = models.CharField(
        max_length=16, choices=Finding, blank=True, help_text="Of a matter about an adult of the school"
    )
    learning_area = models.CharField(max_length=10, choices=LearningArea, blank=True)
    learning = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged_from"
    )

    objects: ClassVar[IncidentQuerySet] = IncidentQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ("-reported_at", "-pk")
        indexes = [
            models.Index(fields=("school", "-reported_at", "-id"), name="incident_newest"),
            models.Index(fields=("school", "status", "-reported_at"), name="incident_status"),
            models.Index(fields=("school", "primary_type", "-reported_at"), name="incident_type"),
            models.Index(fields=("school", "lane", "-reported_at"), name="incident_lane"),
            models.Index(fields=("school", "owner_role", "-reported_at"), name="incident_owner"),
            models.Index(fields=("assigned_to", "-reported_at"), name="incident_assigned"),
            models.Index(fields=("reported_by", "-reported_at"), name="incident_reporter"),
            models.Index(
                fields=("school", "-reported_at", "-id"), condition=~Q(status="closed"), name="incident_open"
            ),
            models.Index(
                fields=("school", "closed_at", "id"), condition=Q(status="closed"), name="incident_closed"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(reporter_kind="no_account", reported_by__isnull=True)
                | ~Q(reporter_kind="no_account") & Q(reported_by__isnull=False),
                name="in_confidence_is_without_account",
            ),
            models.CheckConstraint(
                condition=~Q(status="closed") | Q(closed_at__isnull=False), name="closed_incident_has_moment"
            ),
            models.CheckConstraint(
                condition=~Q(status="closed") | ~Q(outcome=""), name="closed_incident_has_outcome"
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        """The incident's page."""
        return reverse("incident", kwargs={"reference": self.reference})

    @property
    def in_confidence(self) -> bool:
        """Whether it came from somebody without an account."""
        return self.reported_by_id is None

    @property
    def reported_when(self) -> str:
        """When it was reported, for reading: of what came in confidence only the half of the day is kept."""
        return half_day(self.reported_at) if self.in_confidence else moment(self.reported_at)

    @property
    def is_open(self) -> bool:
        """Not closed."""
        return self.status in OPEN


class IncidentTag(models.Model):
    """One row says that an incident is of a type; its primary type is among them.

    `school` and `reported_at` are the incident's, which never change: a list by type reads the newest of one
    school's rows along an index, whatever the size of its archive.
    """

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="tags")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    type = models.CharField(max_length=24, choices=IncidentType)
    reported_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("incident", "type"), name="one_tag_each")]
        indexes = [models.Index(fields=("school", "type", "-reported_at", "incident"), name="tag_newest")]

    def __str__(self) -> str:
        return self.get_type_display()
