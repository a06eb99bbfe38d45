"""What is recorded of one person's part."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from incidents.models.incident import Incident
from incidents.models.involvement import Involvement
from incidents.vocabulary import Nature, PartKind


class PartEntry(models.Model):
    """One row is one thing recorded of one person's part: whether they meant it, support, what parents were told or
    why not, the outcome. Only ever added: what holds now is the latest of its kind, what held before stays.
    """

    involvement = models.ForeignKey(Involvement, on_delete=models.PROTECT, related_name="entries")
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="part_entries")
    kind = models.CharField(max_length=12, choices=PartKind)
    words = models.TextField()
    nature = models.CharField(max_length=12, choices=Nature, blank=True)
    told_on = models.DateField(null=True, blank=True, help_text="When the parents were told")
    told_by = models.CharField(max_length=200, blank=True, help_text="Who told them")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name_plural = "entries on people’s part"
        ordering = ("at", "pk")
        indexes = [models.Index(fields=("incident", "involvement"), name="part_entry_incident")]
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="part_entry_says_something"),
            models.CheckConstraint(
                condition=~Q(kind="parents_told") | (Q(told_on__isnull=False) & ~Q(told_by="")),
                name="parents_told_says_when_and_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
