"""A pupil's safeguarding file that came from another school, and what was in it."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from esafety.moving.vocabulary import TO_DO, ArrivalState, Others
from esafety.papers.models import ReceivedFile, StoredFile
from esafety.papers.models.paper import new_reference
from esafety.people.models import Person, School


def _account(**more: Any) -> Any:
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", **more)


class ArrivalQuerySet(models.QuerySet["Arrival"]):
    """Filters with a name."""

    def to_do(self) -> ArrivalQuerySet:
        """Those that nobody has opened, or has said whose they are."""
        return self.filter(state__in=TO_DO)

    def taken_in(self) -> ArrivalQuerySet:
        """Those that belong to a pupil here."""
        return self.filter(state=ArrivalState.TAKEN_IN)


class Arrival(models.Model):
    """One row is one file that another school sent about a pupil: the words of that school, never mixed with ours.

    `came_as` is the PDF that was sent here. A sealed one is destroyed once it is open, since what was in it is kept
    part by part; its SHA-256 stays. `record` is the machine's part, sealed as it came; its entries become rows when it
    is taken in. `told` holds what it says beside them: pupil, household, incidents, what was left out. `key`, a random
    number that nobody is shown, is by what a file that was disposed of is known again in an older backup.
    Source: domain/records.md, "Transfer"; docs/transfer-format.md.
    """

    reference = models.CharField(max_length=9, unique=True, default=new_reference)
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=ArrivalState, default=ArrivalState.CLOSED)
    came_as = models.OneToOneField(ReceivedFile, on_delete=models.PROTECT, null=True, related_name="+")
    is_sealed = models.BooleanField(default=False)
    came_at = models.DateTimeField(default=timezone.now)
    came_by = _account()
    sender = models.CharField(max_length=200, blank=True, help_text="The school that sent it, as it says")
    sent_by = models.CharField(max_length=200, blank=True, help_text="Who sent it there, as it says")
    sent_on = models.DateField(null=True, blank=True)
    sender_reference = models.CharField(max_length=40, blank=True)
    manifest_sha256 = models.CharField(max_length=64, blank=True)
    others = models.CharField(max_length=8, choices=Others, blank=True)
    record = models.OneToOneField(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    told = models.JSONField(default=dict)
    opened_at = models.DateTimeField(null=True, blank=True)
    opened_by = _account(null=True, blank=True)
    pupil = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="arrivals"
    )
    taken_in_at = models.DateTimeField(null=True, blank=True)
    taken_in_by = _account(null=True, blank=True)
    not_kept_why = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[Any] = ArrivalQuerySet.as_manager()

    class Meta:
        ordering = ("-came_at", "-pk")
        verbose_name_plural = "files from other schools"
        indexes: ClassVar = [
            models.Index(fields=("school", "state", "-came_at"), name="arrival_here"),
            models.Index(fields=("school", "sender_reference"), name="arrival_sender"),
            models.Index(fields=("school", "came_at", "id"), name="arrival_came"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="taken_in", pupil__isnull=False, taken_in_at__isnull=False)
                | ~Q(state="taken_in") & Q(pupil__isnull=True, taken_in_at__isnull=True),
                name="arrival_taken_in_has_a_pupil",
            ),
            models.CheckConstraint(
                condition=~Q(state="not_kept") | ~Q(not_kept_why=""), name="arrival_not_kept_says_why"
            ),
            models.UniqueConstraint(
                fields=("school", "sender_reference", "manifest_sha256"),
                condition=~Q(state="not_kept") & ~Q(manifest_sha256=""),
                name="same_arrival_once",
            ),
        ]

    def __str__(self) -> str:
        return f"File {self.reference}"

    def get_absolute_url(self) -> str:
        return reverse("arrival", args=[self.reference])

    @property
    def is_to_do(self) -> bool:
        """Whether somebody still has to open it or say whose it is."""
        return self.state in TO_DO


class ArrivalEntry(models.Model):
    """One row is one entry of a file as the other school wrote it. `school` is who wrote it where the sender had it
    from a school before; `incident` is that school's reference, which means nothing here."""

    arrival = models.ForeignKey(Arrival, on_delete=models.PROTECT, related_name="entries")
    number = models.PositiveIntegerField()
    school = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    incident = models.CharField(max_length=40)
    kind = models.CharField(max_length=40)
    title = models.TextField()
    headline = models.TextField(blank=True)
    text = models.TextField(blank=True)
    impact = models.TextField(blank=True)
    significant = models.BooleanField()
    written_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("arrival", "number")
        verbose_name_plural = "entries in files from other schools"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("arrival", "number"), name="one_entry_per_number")
        ]

    def __str__(self) -> str:
        return f"Entry {self.number} of {self.arrival}"


class ArrivalFile(models.Model):
    """One row is one file that came inside, through the same gate as any other: in quarantine, or not taken and why."""

    arrival = models.ForeignKey(Arrival, on_delete=models.PROTECT, related_name="files")
    number = models.PositiveIntegerField()
    school = models.CharField(max_length=200, blank=True)
    name = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)
    incident = models.CharField(max_length=40, blank=True)
    added_at = models.DateTimeField(null=True, blank=True)
    is_pages = models.BooleanField(default=False, help_text="The record as pages for people")
    file = models.OneToOneField(ReceivedFile, on_delete=models.PROTECT, null=True, related_name="+")
    not_taken_why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("arrival", "number")
        verbose_name_plural = "files inside files from other schools"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("arrival", "number"), name="one_file_per_number"),
            models.CheckConstraint(
                condition=Q(file__isnull=False) | ~Q(not_taken_why=""), name="arrival_file_here_or_why_not"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} of {self.arrival}"


class ArrivalPlacing(models.Model):
    """One row says that a file was given to a pupil, or taken out again and why. Only ever added."""

    arrival = models.ForeignKey(Arrival, on_delete=models.PROTECT, related_name="placings")
    pupil = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    is_out = models.BooleanField(default=False)
    why = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)
    by = _account()

    class Meta:
        ordering = ("at", "pk")
        verbose_name_plural = "notes of whose file from another school it is"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(is_out=False) | ~Q(why=""), name="arrival_taken_out_says_why")
        ]

    def __str__(self) -> str:
        return f"{self.arrival}: {'out' if self.is_out else 'in'}"


class ArrivalNamed(models.Model):
    """One row says that a file names somebody of this school: perhaps its pupil, or an adult of the household who works
    here. Found when it is opened; whoever is close to one of them does not see the file, before anybody chose."""

    arrival = models.ForeignKey(Arrival, on_delete=models.PROTECT, related_name="named")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    is_pupil = models.BooleanField()

    class Meta:
        verbose_name_plural = "people here whom files from other schools name"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("arrival", "person"), name="named_once_in_an_arrival")
        ]

    def __str__(self) -> str:
        return f"Somebody named in {self.arrival}"


class TransferReceived(models.Model):
    """One row says that a file which another school sent goes on with a file for the next school. Whoever may not see
    the one does not see the other."""

    transfer = models.ForeignKey("moving.Transfer", on_delete=models.PROTECT, related_name="received")
    arrival = models.ForeignKey(Arrival, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name_plural = "files from other schools in a file"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("transfer", "arrival"), name="goes_on_once_in_a_transfer")
        ]

    def __str__(self) -> str:
        return f"{self.arrival} goes on with {self.transfer}"
