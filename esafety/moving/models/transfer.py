"""A pupil's safeguarding file on its way to the next school."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from esafety.moving.vocabulary import STANDING, Others, ReceiptHow, TransferState
from esafety.papers.models.paper import new_reference
from esafety.people.models import ExternalContact, Person, School
from incidents.models import Incident


class TransferQuerySet(models.QuerySet["Transfer"]):
    """Filters with a name."""

    def standing(self) -> TransferQuerySet:
        """Those with which something is still to be done."""
        return self.filter(state__in=STANDING)

    def to_chase(self, now: dt.datetime) -> TransferQuerySet:
        """Those whose next reminder is due."""
        return self.standing().filter(remind_at__lte=now)


class Transfer(models.Model):
    """One row is one safeguarding file that one school sends to the next: what goes, to whom, until when, and whether
    they have it. Source: domain/records.md, "Transfer".

    `due_at` is worked out once, from the first day there. `remind_at` is when somebody here is told next that
    it was not sent, or that no receipt came. `left_out` and `files` say what was chosen by key; `clear_names` holds
    the parts whose names are let stand where others have letters.
    """

    reference = models.CharField(max_length=9, unique=True, default=new_reference)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    pupil = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="transfers")
    contact = models.ForeignKey(ExternalContact, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField(help_text="First day at the next school")
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=TransferState, default=TransferState.PREPARING)
    others = models.CharField(max_length=8, choices=Others, default=Others.LETTERS)
    left_out = models.JSONField(default=list, help_text="Keys of entries that do not go")
    left_out_why = models.TextField(blank=True)
    clear_names = models.JSONField(default=list, help_text="Numbers of parts whose names were let stand")
    files = models.JSONField(default=list, help_text="Keys of pieces of evidence whose files go")
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True, help_text="The last time")
    remind_at = models.DateTimeField()
    received_on = models.DateField(null=True, blank=True)
    received_by = models.CharField(max_length=200, blank=True, help_text="Who has it, as they were named")
    received_how = models.CharField(max_length=10, choices=ReceiptHow, blank=True)
    stopped_why = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[Any] = TransferQuerySet.as_manager()

    class Meta:
        ordering = ("due_at", "pk")
        indexes: ClassVar = [
            models.Index(fields=("school", "state", "due_at"), name="transfer_due"),
            models.Index(fields=("state", "remind_at"), name="transfer_remind"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state="received") | Q(received_on__isnull=False) & ~Q(received_how=""),
                name="transfer_received_says_how",
            ),
            models.CheckConstraint(
                condition=~Q(state="stopped") | ~Q(stopped_why=""), name="transfer_stopped_says_why"
            ),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False), name="transfer_sent_says_when"
            ),
        ]

    def __str__(self) -> str:
        return f"File {self.reference}"

    def get_absolute_url(self) -> str:
        return reverse("transfer", args=[self.reference])

    @property
    def is_standing(self) -> bool:
        """Whether something is still to be done."""
        return self.state in STANDING

    @property
    def is_overdue(self) -> bool:
        """Whether it should have been there and nobody said that it is."""
        return self.is_standing and self.due_at < timezone.now()


class TransferPart(models.Model):
    """One row says that what an incident holds of the pupil is part of a file. Whoever may not see one of its
    incidents does not see the file."""

    transfer = models.ForeignKey(Transfer, on_delete=models.PROTECT, related_name="parts")
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("transfer", "incident"), name="one_part_per_incident")
        ]

    def __str__(self) -> str:
        return f"Part of {self.transfer}"
