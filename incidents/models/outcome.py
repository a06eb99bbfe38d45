"""How an allegation against an adult of the school ended, and what was found in their low-level concerns."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from esafety.people.models import Person, School
from incidents.models.incident import Incident
from incidents.models.involvement import Involvement
from incidents.vocabulary import Finding
from incidents.vocabulary.outside import Verdict


class AllegationOutcome(models.Model):
    """One row is one decision on an allegation against one adult: what was found, who decided it, when and why.

    Only ever added; the latest for an adult holds. Source: KCSIE, "Record keeping" (reference/field.md 4.1, c9).
    """

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="allegation_outcomes")
    about = models.ForeignKey(Involvement, on_delete=models.PROTECT, related_name="allegation_outcomes")
    finding = models.CharField(max_length=16, choices=Finding)
    decided_by = models.CharField(max_length=200, help_text="In words: the LADO, a meeting, the head")
    decided_on = models.DateField()
    evidence = models.TextField(help_text="What it rests on")
    referred_on = models.TextField(
        blank=True, help_text="Barring service, teaching regulator: told, or why not"
    )
    in_reference = models.TextField(
        blank=True, help_text="What a future reference will say, or that it will not"
    )
    told_on = models.DateField(null=True, blank=True, help_text="When the adult was told the outcome")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("at", "pk")
        indexes = [models.Index(fields=("incident", "at"), name="outcome_incident")]
        constraints = [models.CheckConstraint(condition=~Q(evidence=""), name="outcome_has_evidence")]

    def __str__(self) -> str:
        return f"{self.get_finding_display()}, {self.incident}"


class PatternReview(models.Model):
    """One row says that somebody read the low-level concerns about one person together, and what they found.

    Only ever added. `concerns`: ids of those read. Source: KCSIE, low-level concerns (reference/field.md 4.1, c10).
    """

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="pattern_reviews")
    concerns = models.JSONField(default=list)
    verdict = models.CharField(max_length=12, choices=Verdict)
    reason = models.TextField()
    again_on = models.DateField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-at", "-pk")
        indexes = [models.Index(fields=("person", "-at"), name="pattern_person")]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="pattern_has_reason")]

    def __str__(self) -> str:
        return f"{self.get_verdict_display()} ({self.person_id})"
