"""What was decided about a kept file."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from esafety.subject_access.models.answer import AccessAnswer
from esafety.subject_access.policy.exemptions import Exemption
from esafety.subject_access.vocabulary import FileOutcome


class FileDecisionQuerySet(models.QuerySet["FileDecision"]):
    """Filters with a name."""

    def standing(self, answer: AccessAnswer) -> Self:
        """Those of one answer that were not taken back or followed by another."""
        return self.filter(answer=answer, ended_at__isnull=True)


class FileDecision(models.Model):
    """One row is what its maker decided about one file of an answer: it goes, goes by hand, or is held back and why.

    A file without a standing row goes nowhere. `file` is the number of the kept file, no tie: the file can be disposed
    of with its record, and what was decided about it stays.
    """

    answer = models.ForeignKey(AccessAnswer, on_delete=models.PROTECT, related_name="file_decisions")
    file = models.BigIntegerField(help_text="Which kept file")
    sha256 = models.CharField(max_length=64, help_text="What was in it, by hash")
    outcome = models.CharField(max_length=9, choices=FileOutcome)
    exemption = models.CharField(max_length=12, choices=Exemption, blank=True)
    why = models.TextField(blank=True, help_text="Why it applies here")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True, help_text="When it was decided otherwise")

    objects = FileDecisionQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("answer", "file"), condition=Q(ended_at__isnull=True), name="file_decided_once"
            ),
            models.CheckConstraint(
                condition=Q(outcome="held_back") & ~Q(exemption="") & ~Q(why="")
                | ~Q(outcome="held_back") & Q(exemption=""),
                name="file_held_back_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()}, in {self.answer}"
