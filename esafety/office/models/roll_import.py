"""One file of people that is being brought in."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from esafety.office.roll.vocabulary import (
    UNDER_WAY,
    DateOrder,
    Delimiter,
    Encoding,
    FileKind,
    Job,
    Stage,
)
from esafety.outbox.models import Owed, OwedQuerySet
from esafety.papers.models import StoredFile
from esafety.people.models import School

FILE_KEPT = dt.timedelta(hours=24)
"""A file that was not brought in by then is destroyed."""
UNDO_WITHIN = dt.timedelta(days=30)
"""So long an import can be undone; then its lines and the former values go."""
_LETTERS = "23456789abcdefghjkmnpqrstvwxyz"


def new_reference() -> str:
    """Ten characters for an address."""
    return "".join(secrets.choice(_LETTERS) for _ in range(10))


class RollImportQuerySet(models.QuerySet["RollImport"]):
    """Filters with a name."""

    def under_way(self) -> Self:
        """Not brought in, undone or put aside yet."""
        return self.filter(stage__in=UNDER_WAY)

    def forgotten(self, now: dt.datetime | None = None) -> Self:
        """Given a day ago and neither brought in nor put aside."""
        waiting = (Stage.COLUMNS, Stage.CHECKING, Stage.CHECKED)
        return self.filter(stage__in=waiting, begun_at__lte=(now or timezone.now()) - FILE_KEPT)

    def past_undoing(self, now: dt.datetime | None = None) -> Self:
        """Ended so long ago that nobody can undo them any more."""
        ended = (Stage.APPLIED, Stage.UNDONE, Stage.DISCARDED)
        return self.filter(stage__in=ended, ended_at__lte=(now or timezone.now()) - UNDO_WITHIN)


class RollImport(models.Model):
    """One row is one file of people of one school, from its arrival until it is brought in or put aside.

    `columns` holds what each column of the file fills, in their order; `headings` what the file calls them.
    The counts are those of the last check, after bringing in those of what was done.
    """

    reference = models.CharField(max_length=10, unique=True, default=new_reference)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=FileKind)
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.COLUMNS)
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    file_name = models.CharField(max_length=100, blank=True)
    encoding = models.CharField(max_length=10, choices=Encoding, default=Encoding.UTF_8)
    delimiter = models.CharField(max_length=1, choices=Delimiter, default=Delimiter.COMMA)
    date_order = models.CharField(max_length=3, choices=DateOrder, default=DateOrder.DAY_FIRST)
    headings = models.JSONField(default=list)
    columns = models.JSONField(default=list)
    lines = models.PositiveIntegerField(default=0, help_text="Lines that say something of somebody")
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    unmatched = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    differed = models.PositiveIntegerField(default=0, help_text="Lines that came out otherwise than checked")

    objects = RollImportQuerySet.as_manager()

    class Meta:
        ordering = ("-begun_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=("school",), condition=Q(stage__in=UNDER_WAY), name="one_import_of_a_school_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {timezone.localtime(self.begun_at):%-d %B %Y %H:%M}"

    @property
    def is_under_way(self) -> bool:
        """Whether it stands in the way of another."""
        return self.stage in UNDER_WAY

    @property
    def remembers(self) -> bool:
        """Whether what it changed can still be put back, as far as the calendar goes."""
        return self.stage == Stage.APPLIED and bool(
            self.ended_at and self.ended_at > timezone.now() - UNDO_WITHIN
        )


class ImportRun(Owed):
    """One row is one piece of background work on an import: checking, bringing in, undoing.

    `reached` is the last line (of undoing: the last change) whose batch is done, so that work that broke
    off goes on where it was.
    """

    lease = dt.timedelta(minutes=3)

    roll_import = models.ForeignKey(RollImport, on_delete=models.PROTECT, related_name="runs")
    job = models.CharField(max_length=5, choices=Job)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reached = models.BigIntegerField(default=0)
    done = models.PositiveIntegerField(default=0, help_text="Lines done")
    total = models.PositiveIntegerField(null=True, blank=True, help_text="Lines to do, where it is known")

    objects: ClassVar[Any] = OwedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.get_job_display()}: {self.roll_import}"

    def reach(self, number: int, lines: int) -> bool:
        """A batch is done up to a number; the work stays ours for another while. False when it is not any more."""
        mine = ImportRun.objects.filter(attempts=self.attempts)
        until = timezone.now() + self.lease
        return self._change(mine, {"reached": number, "done": self.done + lines, "due_at": until})

    @property
    def percent(self) -> int:
        """How much is done, 0 to 100."""
        return min(100, self.done * 100 // self.total) if self.total else 0
