"""What a chronology shows besides the entries themselves, and what was printed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from esafety.people.models import Person, School
from incidents.models.decision import Decision
from incidents.models.incident import Incident
from incidents.models.note import Note
from incidents.models.referral import ReferralEntry


class ChronologyMark(models.Model):
    """One row marks one entry of an incident for the chronology: significant or not any more, its headline in one
    line, its impact on the child. None of the three: the report itself. Only ever added; the latest holds."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="marks")
    note = models.ForeignKey(Note, on_delete=models.PROTECT, null=True, blank=True, related_name="marks")
    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="marks"
    )
    entry = models.ForeignKey(
        ReferralEntry, on_delete=models.PROTECT, null=True, blank=True, related_name="marks"
    )
    significant = models.BooleanField(default=True)
    headline = models.CharField(max_length=120, blank=True)
    impact = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("at", "pk")
        indexes = [models.Index(fields=("incident", "at"), name="mark_incident")]
        constraints = [
            models.CheckConstraint(
                condition=Q(significant=False) | ~Q(headline=""), name="significant_has_headline"
            )
        ]

    def __str__(self) -> str:
        return self.headline or f"Mark on {self.incident}"


class ChronologyPrint(models.Model):
    """One row is one chronology of one child that somebody printed: for what, what it left out, whose names they
    let stand. Only ever added."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="chronologies")
    purpose = models.CharField(max_length=200)
    significant_only = models.BooleanField(default=False)
    clear_names = models.JSONField(default=list, help_text="Ids of persons whose names were let stand")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-at", "-pk")
        indexes = [models.Index(fields=("person", "-at"), name="chronology_person")]

    def __str__(self) -> str:
        return f"Chronology for {self.purpose}"
