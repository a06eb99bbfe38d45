"""An edition of an agreement."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from aup.canonical import Consent, Section, fingerprint_of, sections_of
from aup.vocabulary import Audience, Capacity, EditionStatus
from esafety.people.models import School

PUBLISHED = (EditionStatus.IN_FORCE, EditionStatus.SUPERSEDED)


class EditionQuerySet(models.QuerySet["Edition"]):
    """Filters with a name."""

    def holding(self, on: dt.date | None = None) -> Self:
        """Editions in force on a day (default: today, school's local date)."""
        day = on or timezone.localdate()
        over = Q(superseded_on__isnull=True) | Q(superseded_on__gt=day)
        return self.filter(over, in_force_from__lte=day)

    def in_force(self, school: School, audience: str, on: dt.date | None = None) -> Edition | None:
        """The one edition that a school's audience signs on a day, or None."""
        held = self.holding(on).filter(school=school, audience=audience)
        return held.order_by("-in_force_from", "-number").first()


class Edition(models.Model):
    """One row is one edition of what one audience of one school agrees to.

    Drafted, approved by somebody else, brought into force on a day, superseded on another. From approval on its
    words never change: the database refuses it, and `fingerprint` is the SHA-256 of them (`aup.canonical`).
    `status` is what was decided; which edition holds on a day follows from `in_force_from` and `superseded_on`
    (the first day on which it no longer holds).
    """

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="editions")
    audience = models.CharField(max_length=10, choices=Audience)
    number = models.PositiveIntegerField(help_text="Counts from 1 for each school and audience")
    status = models.CharField(max_length=10, choices=EditionStatus, default=EditionStatus.DRAFT)
    title = models.CharField(max_length=120)
    body = models.TextField(max_length=20_000, help_text="Sections; see aup.canonical")
    consents = models.JSONField(
        default=list, blank=True, help_text="Codes, names and words; see aup.canonical"
    )
    declaration = models.TextField(
        max_length=600, help_text="What somebody agrees to who signs for themselves"
    )
    declaration_for_child = models.TextField(max_length=600, blank=True)
    version = models.PositiveIntegerField(default=1, help_text="Counts the changes of the draft")
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    asked_at = models.DateTimeField(
        null=True, blank=True, help_text="When these words were sent for approval"
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_on = models.DateField(null=True, blank=True, help_text="The day of the decision")
    approving_body = models.CharField(max_length=120, blank=True, help_text="For example Full governing body")
    minute = models.CharField(max_length=60, blank=True, help_text="Reference of the minute")
    in_force_from = models.DateField(null=True, blank=True)
    superseded_on = models.DateField(null=True, blank=True)
    requires_new_signature = models.BooleanField(
        default=False, help_text="Signatures of earlier editions no longer count from its first day"
    )
    fingerprint = models.CharField(max_length=64, blank=True)

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ("audience", "-number")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("school", "audience", "number"), name="edition_number_once"),
            models.UniqueConstraint(
                fields=("school", "audience"), condition=Q(status="draft"), name="one_draft_for_an_audience"
            ),
            models.UniqueConstraint(
                fields=("school", "audience"), condition=Q(status="in_force"), name="one_edition_in_force"
            ),
            models.CheckConstraint(
                condition=Q(status__in=("draft", "withdrawn"))
                | Q(approved_by__isnull=False, approved_on__isnull=False)
                & ~Q(fingerprint="")
                & ~Q(minute=""),
                name="edition_approved_with_minute",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True)
                | ~Q(approved_by=F("drafted_by"))
                & (Q(changed_by__isnull=True) | ~Q(approved_by=F("changed_by"))),
                name="edition_approved_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=("in_force", "superseded")) | Q(in_force_from__isnull=False),
                name="edition_in_force_from_a_day",
            ),
            models.CheckConstraint(
                condition=Q(superseded_on__isnull=True) | Q(superseded_on__gte=F("in_force_from")),
                name="edition_superseded_after_start",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=("school", "audience", "in_force_from"), name="edition_in_force"),
        ]

    def __str__(self) -> str:
        return f"{self.title}, edition {self.number}"

    @property
    def sections(self) -> list[Section]:
        """The text as headings with their points."""
        return sections_of(self.body)

    @property
    def consents_asked(self) -> list[Consent]:
        """What a parent is asked, each yes or no."""
        return [Consent(**one) for one in self.consents]

    def declaration_as(self, capacity: str) -> str:
        """The words somebody agrees to who signs in this capacity."""
        return self.declaration_for_child if capacity == Capacity.GUARDIAN else self.declaration

    def fingerprint_now(self) -> str:
        """The SHA-256 of the words as they stand, to be compared with `fingerprint`."""
        return fingerprint_of(
            audience=self.audience,
            number=self.number,
            title=self.title,
            body=self.body,
            consents=self.consents_asked,
            declaration=self.declaration,
            declaration_for_child=self.declaration_for_child,
        )

    @property
    def stands(self) -> str:
        """How it stands today: its status, with "waiting" before the first day; one whose end is to come holds."""
        today = timezone.localdate()
        if self.holds_on(today):
            return EditionStatus.IN_FORCE.value
        return "waiting" if self.status == EditionStatus.IN_FORCE else self.status

    @property
    def is_draft(self) -> bool:
        """Whether its words may still change."""
        return self.status == EditionStatus.DRAFT

    def holds_on(self, day: dt.date) -> bool:
        """Whether it is in force on a day."""
        begun = self.in_force_from is not None and self.in_force_from <= day
        return begun and (self.superseded_on is None or day < self.superseded_on)
