"""A disposal: what two people agreed to dispose of together."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from esafety.audit import record
from esafety.keeping.models.lot import Lot
from esafety.keeping.models.subject import AboutARecord, Subject, exactly_one
from esafety.keeping.vocabulary import FAILED, LIVE, Stage
from esafety.moving.models import Arrival
from esafety.outbox.models import Owed, OwedQuerySet
from esafety.outbox.vocabulary import State
from esafety.papers.models.paper import new_reference
from esafety.people.models import School
from incidents.models import Incident


class Disposal(models.Model):
    """One row is one disposal: gathered by one person, approved by another, carried out by a task.

    `kept` counts, by what holds them, the records that were kept after all when it came to it. `reapplied` says
    that it was read from the ledger after an older backup was restored: the two approved it then.
    """

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="disposals")
    reference = models.CharField(max_length=9, unique=True, default=new_reference)
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.DRAFT)
    version = models.PositiveIntegerField(default=1)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    begun_at = models.DateTimeField(default=timezone.now)
    proposed_at = models.DateTimeField(null=True, blank=True)
    said_back = models.TextField(max_length=1000, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(
        max_length=1000, blank=True, help_text="Names nobody: it stays on the certificate"
    )
    done_at = models.DateTimeField(null=True, blank=True)
    kept = models.JSONField(default=dict)
    reapplied = models.BooleanField(default=False)

    class Meta:
        ordering = ("-begun_at", "-pk")
        indexes = [models.Index(fields=("school", "-begun_at", "-id"), name="disposal_school")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(stage__in=("approved", "done"))
                | Q(reapplied=True)
                | (
                    Q(proposed_by__isnull=False, approved_by__isnull=False)
                    & ~Q(approved_by=F("proposed_by"))
                    & ~Q(reason="")
                ),
                name="disposal_approved_by_another",
            ),
            models.UniqueConstraint(
                fields=("school", "proposed_by"),
                condition=Q(stage="draft"),
                name="one_disposal_gathered_each",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("disposal", args=[self.reference])

    @property
    def is_live(self) -> bool:
        """Whether it is still to be carried out."""
        return self.stage in LIVE

    def subjects(self) -> list[Subject]:
        """Which records are in it."""
        return [item.subject for item in self.items.all()]


class DisposalItem(AboutARecord, models.Model):
    """One row says that a record is in a disposal that is not carried out yet. It goes with the record."""

    disposal = models.ForeignKey(Disposal, on_delete=models.PROTECT, related_name="items")
    incident = models.OneToOneField(
        Incident, on_delete=models.PROTECT, null=True, blank=True, related_name="disposal_item"
    )
    arrival = models.OneToOneField(
        Arrival, on_delete=models.PROTECT, null=True, blank=True, related_name="disposal_item"
    )
    lot = models.OneToOneField(
        Lot, on_delete=models.PROTECT, null=True, blank=True, related_name="disposal_item"
    )

    class Meta:
        ordering = ("pk",)
        constraints = [exactly_one("disposal_of_one_record")]

    def __str__(self) -> str:
        return f"{self.subject.column} {self.subject.pk} in {self.disposal_id}"


class DisposalReader(models.Model):
    """One row says that somebody saw all of a disposal when it was approved, and so may read what is left of it."""

    disposal = models.ForeignKey(Disposal, on_delete=models.PROTECT, related_name="readers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=("disposal", "user"), name="one_reader_each")]

    def __str__(self) -> str:
        return f"{self.user_id} reads {self.disposal_id}"


class DisposalRun(Owed):
    """One row is the promise to carry out one approved disposal."""

    lease = dt.timedelta(minutes=5)

    disposal = models.OneToOneField(Disposal, on_delete=models.PROTECT, related_name="run")
    done = models.PositiveSmallIntegerField(default=0)
    total = models.PositiveSmallIntegerField(default=0)

    objects: ClassVar[Any] = OwedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Run of {self.disposal}"

    @property
    def is_under_way(self) -> bool:
        """Whether it is still to be done."""
        return self.state == State.OWED

    @property
    def has_failed(self) -> bool:
        """Whether it waits for a person."""
        return self.state == State.PARKED

    def reach(self, done: int) -> None:
        """Say how far it has come; the work stays ours for another while."""
        mine = DisposalRun.objects.filter(attempts=self.attempts)
        self._change(mine, {"done": done, "due_at": timezone.now() + self.lease})

    def tell_parked(self) -> None:
        """Enter it in the trail; those who keep records see it on the disposal's page."""
        record(FAILED, by=None, school=self.disposal.school, about=self.disposal)
