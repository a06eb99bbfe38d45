"""Somebody's part in an incident."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from esafety.people.models import Person
from incidents.models.incident import Incident
from incidents.vocabulary import Nature, Part, PersonSort


class InvolvementQuerySet(models.QuerySet["Involvement"]):
    """Filters with a name."""

    def standing(self) -> InvolvementQuerySet:
        """Not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)

    def subjects(self) -> InvolvementQuerySet:
        """Who the incident is about: these see nothing of it."""
        return self.standing().filter(part=Part.SUBJECT)


class Involvement(models.Model):
    """One row is one person's part. Parts are told apart per person and never spread to another.

    `person` is somebody of the school; where nobody was found, `name` is what the reporter typed. A row is
    never removed: it is withdrawn, with who, when and why.
    """

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="involvements")
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="involvements"
    )
    name = models.CharField(max_length=200, blank=True)
    folded = models.CharField(
        max_length=220,
        blank=True,
        editable=False,
        help_text="The typed name for comparing, with spaces round it",
    )
    sort = models.CharField(max_length=10, choices=PersonSort)
    part = models.CharField(max_length=8, choices=Part)
    nature = models.CharField(max_length=12, choices=Nature, default=Nature.NOT_KNOWN)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Nobody: it came in confidence",
    )
    added_at = models.DateTimeField(default=timezone.now)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True)

    objects = InvolvementQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        indexes = [
            models.Index(fields=("person", "part", "incident"), name="involvement_person"),
            models.Index(fields=("incident", "part"), name="involvement_incident"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False) | ~Q(name=""), name="involvement_says_who"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawn_reason=""), name="withdrawal_has_reason"
            ),
            models.UniqueConstraint(
                fields=("incident", "person", "part"),
                condition=Q(withdrawn_at__isnull=True, person__isnull=False),
                name="one_standing_part_each",
            ),
        ]

    def __str__(self) -> str:
        return self.who

    @property
    def who(self) -> str:
        """The person's name, or what was typed."""
        return self.person.full_name if self.person else self.name
