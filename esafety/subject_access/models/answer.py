"""What one person answers to a request, and what they kept back."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from esafety.papers.models.paper import new_reference
from esafety.people.models import School
from esafety.subject_access.models.request import AccessRequest
from esafety.subject_access.policy.exemptions import Exemption
from esafety.subject_access.vocabulary import ANSWERED_OR_OPEN, AnswerState, GivenHow


class AccessAnswer(models.Model):
    """One row is one person's answer to a request: all that they may read, less what they kept back.

    Whoever reads something that others may not makes an answer of their own, so that no list of another's shows
    that there is one. What it holds is gathered anew each time; `clear_names` are parts whose names may stand.
    """

    reference = models.CharField(max_length=9, unique=True, default=new_reference)
    request = models.ForeignKey(AccessRequest, on_delete=models.PROTECT, related_name="answers")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=9, choices=AnswerState, default=AnswerState.PREPARING)
    clear_names = models.JSONField(default=list, help_text="Numbers of parts whose names were let stand")
    given_on = models.DateField(null=True, blank=True)
    given_how = models.CharField(max_length=5, choices=GivenHow, blank=True)
    given_to = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("request", "made_by"), name="one_answer_of_a_person"),
            models.CheckConstraint(
                condition=Q(state="preparing", given_on__isnull=True)
                | Q(state="given", given_on__isnull=False) & ~Q(given_how=""),
                name="access_answer_given_how",
            ),
        ]

    def __str__(self) -> str:
        return f"Answer {self.reference}"

    def get_absolute_url(self) -> str:
        return reverse("access_answer", args=[self.reference])

    @property
    def school(self) -> School:
        """The school of its request."""
        return self.request.school

    @property
    def is_open(self) -> bool:
        """Whether it is still being prepared, for a request that was neither refused nor withdrawn."""
        return self.state == AnswerState.PREPARING and self.request.state in ANSWERED_OR_OPEN


class Withheld(models.Model):
    """One row says that an entry, or some words of it, do not go, why in law and why here. It can be taken back."""

    answer = models.ForeignKey(AccessAnswer, on_delete=models.PROTECT, related_name="withheld")
    key = models.CharField(max_length=60, help_text="Which entry")
    words = models.CharField(
        max_length=1000, blank=True, help_text="What is struck out; empty for the whole entry"
    )
    exemption = models.CharField(max_length=12, choices=Exemption)
    why = models.TextField(help_text="Why it applies here")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    restored_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    restored_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        indexes: ClassVar = [models.Index(fields=("answer", "restored_at"), name="withheld_of_answer")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("answer", "key", "words"), condition=Q(restored_at__isnull=True), name="withheld_once"
            ),
            models.CheckConstraint(
                condition=Q(restored_at__isnull=True) ^ Q(restored_by__isnull=False),
                name="withheld_restored_by",
            ),
        ]

    def __str__(self) -> str:
        return f"Kept back from {self.answer}"
