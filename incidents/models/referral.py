"""What was asked of, told to or referred to a body outside the school, and what became of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from esafety.people.models import ExternalContact, School
from incidents.models.incident import Incident
from incidents.models.involvement import Involvement
from incidents.vocabulary.outside import Agency, Answer, Approach, Consent, Method, Step


class Referral(models.Model):
    """One row is one approach to one agency about one person's part (or the whole matter): advice sought, a
    referral made, or a referral considered and not made, with its reason.

    It is written once. What became of it is in its entries, what is still to do about it are tasks. Only a merge
    changes a row: what was referred stays with the incident that is worked on.
    """

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="referrals")
    about = models.ForeignKey(
        Involvement, on_delete=models.PROTECT, null=True, blank=True, related_name="referrals"
    )
    agency = models.CharField(max_length=12, choices=Agency)
    contact = models.ForeignKey(
        ExternalContact, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    approach = models.CharField(max_length=12, choices=Approach)
    method = models.CharField(max_length=12, choices=Method, blank=True)
    made_at = models.DateTimeField()
    spoke_to = models.CharField(max_length=200, blank=True)
    said = models.TextField(blank=True, help_text="What was said, and by whom")
    reference = models.CharField(max_length=60, blank=True, help_text="The agency's own")
    harm_tests = models.JSONField(default=list, help_text="Which of the four the LADO is told of")
    consent = models.CharField(max_length=12, choices=Consent, blank=True)
    consent_reason = models.TextField(blank=True, help_text="Why it was overridden or not asked for")
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    edition = models.CharField(max_length=10)

    class Meta:
        ordering = ("made_at", "pk")
        indexes = [models.Index(fields=("incident", "made_at"), name="referral_incident")]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="referral_has_reason"),
            models.CheckConstraint(
                condition=~Q(consent__in=("overridden", "not_asked")) | ~Q(consent_reason=""),
                name="referral_without_consent_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(approach="not_referred") | ~Q(method=""), name="referral_says_how"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_approach_display()}: {self.get_agency_display()}"

    def get_absolute_url(self) -> str:
        """The referral's page, under its incident."""
        return reverse("referral", args=[self.incident.reference, self.pk])


class ReferralEntry(models.Model):
    """One row is one thing that happened with a referral: chased, confirmed, decided, reviewed. Only ever added."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="entries")
    step = models.CharField(max_length=12, choices=Step)
    happened_at = models.DateTimeField()
    spoke_to = models.CharField(max_length=200, blank=True)
    words = models.TextField()
    answered = models.BooleanField(null=True, blank=True, help_text="Of a chase: whether anybody answered")
    answer = models.CharField(max_length=12, choices=Answer, blank=True, help_text="Of a decision")
    improving = models.BooleanField(
        null=True, blank=True, help_text="Of a review: whether the child's situation is better"
    )
    rung = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Of an escalation: how far up, from 1"
    )
    next_on = models.DateField(null=True, blank=True, help_text="When it is looked at again")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "entries on referrals"
        ordering = ("happened_at", "pk")
        indexes = [models.Index(fields=("referral", "happened_at"), name="referral_entry")]

    def __str__(self) -> str:
        return f"{self.get_step_display()} on {self.referral}"


class ReferralForm(models.Model):
    """One row is one edition of the form for an agency, as it was filled in and kept. Only ever added.

    What is sent is printed from one edition, so that what an agency has can always be read again. `answers`: code
    of a question (`policy/referral_forms.py`) → what was answered; what is left out prints as "Not known".
    """

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="forms")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    edition = models.PositiveSmallIntegerField()
    answers = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("edition",)
        constraints = [
            models.UniqueConstraint(fields=("referral", "edition"), name="one_referral_form_an_edition")
        ]

    def __str__(self) -> str:
        return f"Form {self.edition} of {self.referral}"

    @property
    def incident(self) -> Incident:
        """What it is about."""
        return self.referral.incident

    @property
    def reference(self) -> str:
        """The incident's reference."""
        return self.referral.incident.reference
