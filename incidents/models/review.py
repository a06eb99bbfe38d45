"""Looking through devices and sites, deciding about viewing, searching."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from incidents.models.incident import Incident
from incidents.models.item import Item
from incidents.vocabulary.evidence import Reviewed, Viewing


class DesignatedComputer(models.Model):
    """One row names the one computer that an investigation uses throughout; the newest counts.

    Pupils do not use it, and the police could take it (B misuse steps).
    """

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="computers")
    name = models.CharField(max_length=120)
    place = models.CharField(max_length=120)
    access = models.TextField(blank=True, help_text="What access was arranged for it, and by whom")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-at", "-pk")
        indexes = [models.Index(fields=("incident", "-at"), name="computer_incident")]

    def __str__(self) -> str:
        return f"{self.name}, {self.place}"


class DeviceReview(models.Model):
    """One row is one device or site looked through by two senior people: why, what was found, what follows.

    It counts when the second of them has signed it with their own account. The shape is SWGfL's record of
    reviewing devices and internet sites (reference/field.md c3).
    """

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="reviews")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, null=True, blank=True, related_name="reviews")
    what = models.CharField(max_length=10, choices=Reviewed)
    subject = models.CharField(max_length=300, help_text="The device or the address, as text")
    reviewed_at = models.DateTimeField()
    computer = models.CharField(max_length=240, help_text="The computer used, and where it stands")
    reason = models.TextField()
    seen = models.TextField(help_text="The nature of what was seen, in words")
    conclusion = models.TextField()
    action = models.TextField()
    first = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    first_position = models.CharField(max_length=120)
    second = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    second_position = models.CharField(max_length=120)
    recorded_at = models.DateTimeField(default=timezone.now)
    signed_at = models.DateTimeField(null=True, blank=True, help_text="When the second person signed")

    class Meta:
        ordering = ("-reviewed_at", "-pk")
        indexes = [models.Index(fields=("incident", "-reviewed_at"), name="review_incident")]
        constraints = [models.CheckConstraint(condition=~Q(first=F("second")), name="review_by_two_people")]

    def __str__(self) -> str:
        return f"{self.get_what_display()}: {self.subject}"


class ViewingDecision(models.Model):
    """One row is one decision about looking at a picture that may show a child. Only ever added.

    Source: UKCIS advice on nudes and semi-nudes (reference/field.md 4.3, c13).
    """

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="viewings")
    outcome = models.CharField(max_length=12, choices=Viewing)
    at = models.DateTimeField(help_text="When it was decided or seen")
    reason = models.TextField()
    conditions = models.JSONField(default=list, help_text="Codes of the conditions that were met")
    viewer = models.CharField(max_length=200, blank=True)
    viewer_sex = models.CharField(max_length=40, blank=True)
    present = models.CharField(max_length=200, blank=True)
    place = models.CharField(max_length=200, blank=True)
    head_told = models.CharField(max_length=200, blank=True)
    done = models.TextField(blank=True, help_text="What was done afterwards")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-at", "-pk")
        indexes = [models.Index(fields=("incident", "-at"), name="viewing_incident")]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="viewing_has_reason")]

    def __str__(self) -> str:
        return self.get_outcome_display()


class SearchRecord(models.Model):
    """One row is one search of a pupil or of what they had with them (reference/field.md c14). Only ever added."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="searches")
    at = models.DateTimeField()
    place = models.CharField(max_length=200)
    searched = models.CharField(max_length=200)
    searched_by = models.CharField(max_length=200)
    witness = models.CharField(max_length=200)
    grounds = models.TextField()
    looked_for = models.CharField(max_length=300)
    found = models.TextField()
    disposal = models.TextField(blank=True)
    risk = models.TextField(help_text="Risk and vulnerability that were considered")
    parents = models.TextField(help_text="When and how parents were told, or why not")
    lead_told_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-at", "-pk")
        indexes = [models.Index(fields=("incident", "-at"), name="search_incident")]

    def __str__(self) -> str:
        return f"Search, {self.at:%d %B %Y}"
