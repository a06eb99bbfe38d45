"""One edition of what is said to have happened."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from incidents.models.incident import Incident
from incidents.vocabulary import (
    Device,
    FoundBy,
    IncidentType,
    Nature,
    Place,
    ToldLead,
    WhenKnown,
)

LONGEST = 20_000
"""Characters in one long text."""


class Statement(models.Model):
    """One row is one edition of the account. Edition 1 is what was reported, word for word.

    Only ever added: a correction is the next edition, with who, when and why (domain/incident-record.md,
    "Correction without erasure"). The database refuses changes.
    """

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="statements")
    edition = models.PositiveSmallIntegerField(default=1)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Nobody: it came in confidence",
    )
    made_at = models.DateTimeField(default=timezone.now)
    reason = models.TextField(blank=True)

    when_known = models.CharField(max_length=10, choices=WhenKnown, default=WhenKnown.NOT_KNOWN)
    happened_on = models.DateField(null=True, blank=True)
    happened_until = models.DateField(null=True, blank=True)
    happened_time = models.TimeField(null=True, blank=True)
    found_by = models.CharField(max_length=12, choices=FoundBy)
    found_by_other = models.CharField(max_length=300, blank=True)
    place = models.CharField(max_length=12, choices=Place)
    place_detail = models.CharField(max_length=300, blank=True)

    types = models.JSONField(default=list)
    primary_type = models.CharField(max_length=24, choices=IncidentType)
    other_type = models.CharField(max_length=300, blank=True)
    description = models.TextField()
    child_words = models.TextField(blank=True)
    hearsay = models.TextField(blank=True)
    opinion = models.TextField(blank=True)

    nature = models.CharField(max_length=12, choices=Nature)
    material = models.JSONField(default=list)
    considered_as = models.JSONField(default=list)

    addresses = models.TextField(blank=True)
    platform = models.CharField(max_length=300, blank=True)
    device = models.CharField(max_length=12, choices=Device, default=Device.NOT_KNOWN)
    asset_tag = models.CharField(max_length=60, blank=True)

    danger = models.BooleanField(default=False)
    told_lead = models.CharField(max_length=10, choices=ToldLead, blank=True)
    actions_staff = models.JSONField(default=list)
    actions_child = models.JSONField(default=list)
    specific_action = models.TextField(blank=True)

    class Meta:
        ordering = ("incident", "edition")
        constraints = [
            models.UniqueConstraint(fields=("incident", "edition"), name="one_statement_an_edition"),
            models.CheckConstraint(condition=Q(edition=1) | ~Q(reason=""), name="correction_has_reason"),
            models.CheckConstraint(
                condition=Q(happened_until__isnull=True) | Q(happened_until__gte=F("happened_on")),
                name="statement_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.incident}, edition {self.edition}"
