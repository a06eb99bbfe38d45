"""A written authorisation to look into somebody's activity."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from esafety.papers.models.paper import new_reference
from esafety.people.models import Person, School
from esafety.people.vocabulary import Role
from filtering.vocabulary import LookStage


class Authorisation(models.Model):
    """One row lets one technician look into one person's activity, for a purpose, within a scope and between two days.

    A second person is present. Whoever it concerns never learns of it here. Source: E 9.
    """

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=9, unique=True, default=new_reference)
    stage = models.CharField(max_length=10, choices=LookStage, default=LookStage.ASKED)
    version = models.PositiveIntegerField(default=1)
    concerns = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    purpose = models.TextField(max_length=2000)
    scope = models.JSONField(default=list, help_text="Codes of what may be looked into")
    period_from = models.DateField(help_text="First day of the activity looked into")
    period_until = models.DateField()
    carry_out_from = models.DateField(help_text="First day on which the look may be done")
    carry_out_until = models.DateField()
    lapses_at = models.DateTimeField()
    technician = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    second_person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    decider = models.CharField(max_length=20, choices=Role, help_text="The post that decides this one")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(max_length=2000, blank=True)
    done_on = models.DateField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    handed_to = models.CharField(max_length=200, blank=True, help_text="Who was given what was found")

    class Meta:
        ordering = ("-asked_at", "-pk")
        indexes = [
            models.Index(fields=("school", "stage"), name="filtering_look_stage"),
            models.Index(fields=("stage", "lapses_at"), name="filtering_look_lapses"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(period_until__gte=F("period_from"), carry_out_until__gte=F("carry_out_from")),
                name="filtering_look_ends_after_start",
            ),
            models.CheckConstraint(
                condition=~Q(technician=F("second_person")), name="filtering_look_never_alone"
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("filtering_look", kwargs={"reference": self.reference})
