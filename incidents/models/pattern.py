"""Patterns: what plain rules find across incidents."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from esafety.people.models import School
from incidents.models.incident import Incident
from incidents.models.task import new_key
from incidents.vocabulary.watching import PatternState, RuleCode, Step


class PatternQuerySet(models.QuerySet["Pattern"]):
    """Filters with a name. Who may see what is `incidents.alert_access.PATTERNS`."""

    def open(self) -> PatternQuerySet:
        """Those that ask for an answer."""
        return self.filter(state=PatternState.OPEN)


class Pattern(models.Model):
    """One row is what one rule found about one thing, among the incidents that one circle of readers sees.

    `about` is the thing: a person's number, a site, a place, an hour, a type. `circle` says which lanes were looked
    at: a pattern found with restricted incidents is another row than the one found without.
    """

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    rule = models.CharField(max_length=12, choices=RuleCode)
    about = models.CharField(max_length=260)
    circle = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=PatternState, default=PatternState.OPEN)
    found_at = models.DateTimeField(default=timezone.now)
    grew_at = models.DateTimeField(default=timezone.now, help_text="When evidence was last added")

    objects: ClassVar[PatternQuerySet] = PatternQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ("-grew_at", "-pk")
        indexes = [models.Index(fields=("school", "state", "-grew_at", "-key"), name="pattern_open")]
        constraints = [
            models.UniqueConstraint(fields=("school", "rule", "about", "circle"), name="one_pattern_each")
        ]

    def __str__(self) -> str:
        return self.get_rule_display()

    def get_absolute_url(self) -> str:
        """The pattern's own page."""
        return reverse("pattern", kwargs={"key": self.key})


class PatternEvidence(models.Model):
    """One row is one incident in which a pattern was found. `before` marks the earlier term it is compared with."""

    pattern = models.ForeignKey(Pattern, on_delete=models.PROTECT, related_name="evidence")
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="+")
    before = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "incidents in patterns"
        ordering = ("pk",)
        indexes = [models.Index(fields=("incident", "pattern"), name="pattern_evidence_incident")]
        constraints = [models.UniqueConstraint(fields=("pattern", "incident"), name="one_evidence_each")]

    def __str__(self) -> str:
        return f"{self.incident} in {self.pattern}"


class PatternDecision(models.Model):
    """One row is one answer to a pattern: what was done or why nothing, and the incidents it rested on.

    Only ever added.
    """

    pattern = models.ForeignKey(Pattern, on_delete=models.PROTECT, related_name="decisions")
    step = models.CharField(max_length=14, choices=Step)
    reason = models.TextField()
    incidents = models.JSONField(default=list, help_text="Ids of the incidents it rested on")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-at", "-pk")
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="pattern_decision_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.get_step_display()} on {self.pattern}"


class PatternLook(models.Model):
    """One row says how far the trail of a school had come when patterns were last looked for."""

    school = models.OneToOneField(School, on_delete=models.PROTECT, related_name="+")
    trail_number = models.PositiveBigIntegerField(default=0)
    looked_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"Patterns of {self.school}"
