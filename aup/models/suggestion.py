"""What a signer thinks of the rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from aup.models.edition import Edition
from aup.vocabulary import SuggestionStatus
from esafety.people.models import Person

if TYPE_CHECKING:
    from esafety.people.models import School


class Suggestion(models.Model):
    """One row is a comment on an edition, sent by somebody who signed it, for the next review. Source: B, E."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="suggestions")
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text="Who sent it"
    )
    words = models.TextField(max_length=2_000)
    sent_at = models.DateTimeField(default=timezone.now)
    status = models.CharField(max_length=10, choices=SuggestionStatus, default=SuggestionStatus.NEW)
    answer = models.TextField(max_length=2_000, blank=True)
    looked_at = models.DateTimeField(null=True, blank=True)
    looked_at_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ("-sent_at", "-pk")
        indexes: ClassVar = [models.Index(fields=("edition", "status"), name="suggestion_of_edition")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(status="answered") | ~Q(answer=""), name="suggestion_answered_in_words"
            ),
            models.CheckConstraint(
                condition=Q(status="new", looked_at__isnull=True, looked_at_by__isnull=True)
                | ~Q(status="new") & Q(looked_at__isnull=False, looked_at_by__isnull=False),
                name="suggestion_looked_at_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"Suggestion about {self.edition}"

    @property
    def school(self) -> School:
        """The school whose rules it is about."""
        return self.edition.school
