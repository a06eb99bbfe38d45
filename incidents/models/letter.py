"""Letters, and the school's own texts of them."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from esafety.outbox.models import Owed
from esafety.papers.models import DocumentLink, StoredFile
from esafety.papers.models.paper import new_reference
from esafety.people.models import ExternalContact, Person, School
from incidents.models.incident import Incident
from incidents.vocabulary.letters import How, LetterKind, LetterState

LANGUAGE = "en-GB"


class LetterText(models.Model):
    """One row is one edition of a school's own text of a kind of letter; the newest counts. Only ever added."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=24, choices=LetterKind)
    language = models.CharField(max_length=12, default=LANGUAGE)
    edition = models.PositiveIntegerField()
    subject = models.CharField(max_length=160)
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("kind", "-edition")
        constraints = [
            models.UniqueConstraint(
                fields=("school", "kind", "language", "edition"), name="letter_text_one_of_each_edition"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, edition {self.edition}"


class Letter(models.Model):
    """One row is one letter of an incident: its words as they left, to whom, who approved it, how it went.

    Its words can change while it is a draft. `recipient` and `address` are as printed, whatever becomes of the
    person's or body's row; `version` rises with every change.
    """

    reference = models.CharField(max_length=9, unique=True, default=new_reference)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="letters")
    kind = models.CharField(max_length=24, choices=LetterKind)
    language = models.CharField(max_length=12, default=LANGUAGE)
    edition = models.PositiveIntegerField(help_text="Of the school's text; 0 is the text of the product")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    contact = models.ForeignKey(
        ExternalContact, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    child = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    recipient = models.CharField(max_length=200)
    address = models.TextField(blank=True)
    subject = models.CharField(max_length=160)
    text = models.TextField()
    second_needed = models.BooleanField()
    state = models.CharField(max_length=10, choices=LetterState, default=LetterState.DRAFT)
    version = models.PositiveIntegerField(default=1)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    sent_back = models.TextField(blank=True, help_text="Why the second person sent it back, last time")
    how = models.CharField(max_length=8, choices=How, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    sent_at = models.DateTimeField(null=True, blank=True)
    link = models.ForeignKey(DocumentLink, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("-written_at", "-pk")
        indexes = [models.Index(fields=("incident", "-written_at"), name="letter_incident")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=("draft", "waiting")) | Q(approved_by__isnull=False),
                name="letter_approved_by",
            ),
            models.CheckConstraint(
                condition=~Q(second_needed=True)
                | Q(approved_by__isnull=True)
                | ~Q(approved_by=models.F("written_by")),
                name="letter_approved_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False), name="letter_sent_at"
            ),
        ]

    def __str__(self) -> str:
        return f"Letter {self.reference}"

    @property
    def school(self) -> School:
        """Its incident's."""
        return self.incident.school

    @property
    def is_frozen(self) -> bool:
        """Whether its words can no longer change."""
        return self.state in (LetterState.APPROVED, LetterState.SENT)


class LetterPdf(Owed):
    """One row is the finished letter as PDF, made once it was approved and kept as long as the incident."""

    letter = models.OneToOneField(Letter, on_delete=models.PROTECT, related_name="pdf")
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    pages = models.PositiveIntegerField(null=True, blank=True)

    class Meta(Owed.Meta):
        verbose_name_plural = "letters as PDF"
        indexes: ClassVar = [*Owed.Meta.indexes]

    def __str__(self) -> str:
        return f"PDF of {self.letter}"
