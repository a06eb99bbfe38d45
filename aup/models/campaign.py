"""Asking many people to sign by a day."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.conf import settings
from django.core import signing
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from aup.vocabulary import CampaignState
from esafety.outbox.models import Owed
from esafety.papers.models.paper import new_reference
from esafety.people.models import School
from esafety.walls import by_secret

EVENING = "aup.evening"
"""What the code of a parents' evening is signed for."""


class CampaignQuerySet(models.QuerySet["Campaign"]):
    """Filters with a name."""

    def running(self) -> CampaignQuerySet:
        """Campaigns in which signatures are asked for now."""
        return self.filter(state=CampaignState.RUNNING)


class Campaign(models.Model):
    """One row asks part of a school to sign what is in force for them, by a day. Source: domain/agreements.md.

    Whom it asks is chosen by year group and class (none named: all), and for staff and governors as a whole.
    """

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="agreement_campaigns")
    reference = models.CharField(max_length=9, unique=True, default=new_reference)
    title = models.CharField(max_length=120)
    to_families = models.BooleanField(default=True)
    to_staff = models.BooleanField(default=False)
    to_governors = models.BooleanField(default=False)
    year_groups = models.JSONField(default=list, blank=True)
    class_names = models.JSONField(default=list, blank=True)
    only_missing = models.BooleanField(default=True, help_text="Leave out whoever has signed already")
    sign_by = models.DateField()
    remind_every = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Days between reminders; none: nobody is reminded"
    )
    state = models.CharField(max_length=8, choices=CampaignState, default=CampaignState.DRAFT)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = CampaignQuerySet.as_manager()

    class Meta:
        ordering = ("-made_at", "-pk")
        indexes: ClassVar = [models.Index(fields=("school", "state", "made_at"), name="campaign_of_school")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(to_families=True) | Q(to_staff=True) | Q(to_governors=True),
                name="campaign_asks_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state="draft", started_at__isnull=True)
                | Q(state="running", started_at__isnull=False, closed_at__isnull=True)
                | Q(state="closed", closed_at__isnull=False),
                name="campaign_started_when_running",
            ),
            models.CheckConstraint(
                condition=Q(remind_every__isnull=True) | Q(remind_every__gte=1, remind_every__lte=28),
                name="campaign_reminds_within_bounds",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_running(self) -> bool:
        """Whether signatures are asked for now."""
        return self.state == CampaignState.RUNNING

    def reminder_due(self, today: dt.date) -> int:
        """Which reminder should have gone by a day (school's local date), counted from 1; 0 for none."""
        if not self.remind_every or not self.is_running or self.started_at is None:
            return 0
        return (today - timezone.localdate(self.started_at)).days // self.remind_every


class Round(Owed):
    """One row is one round of mails of a campaign: number 0 the invitations, then each reminder, once.

    It is worked off in batches of one transaction each: `done` of `total` shows how far it has come, and a worker that
    is killed loses nothing.
    """

    lease = dt.timedelta(minutes=10)

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="rounds")
    number = models.PositiveIntegerField()
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    reached = models.BigIntegerField(default=0, help_text="The last person or invitation that was dealt with")

    class Meta(Owed.Meta):
        verbose_name_plural = "rounds of mails"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("campaign", "number"), name="one_round_of_each_number")
        ]

    def __str__(self) -> str:
        return f"Round {self.number} of {self.campaign}"

    @property
    def school(self) -> School:
        """The campaign's school."""
        return self.campaign.school


class CampaignClass(models.Model):
    """One row is one class in a campaign: what its papers are about."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="classes")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    class_name = models.CharField(max_length=20)

    class Meta:
        verbose_name_plural = "classes in campaigns"
        ordering = ("class_name",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("campaign", "class_name"), name="one_row_for_a_class")
        ]

    def __str__(self) -> str:
        return f"Class {self.class_name}"

    @property
    def reference(self) -> str:
        """The campaign's: it stands on the class's papers."""
        return self.campaign.reference

    @property
    def evening_path(self) -> str:
        """Where its parents ask for their link at a parents' evening; opens nothing by itself."""
        return reverse("evening", args=[signing.Signer(salt=EVENING).sign(str(self.pk))])

    @classmethod
    @by_secret
    def of_evening(cls, code: str) -> CampaignClass | None:
        """The class whose code this is, while its campaign runs."""
        try:
            pk = int(signing.Signer(salt=EVENING).unsign(code))
        except (signing.BadSignature, ValueError):
            return None
        running = cls.objects.filter(pk=pk, campaign__state=CampaignState.RUNNING)
        return running.select_related("school", "campaign").first()
