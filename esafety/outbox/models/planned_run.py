"""When a scheduled job last ran."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Q
from django.utils import timezone

from esafety.outbox.models.trouble import Trouble

LEASE = dt.timedelta(minutes=10)
"""Longer than any scheduled job takes; a job whose process died is free again after this."""
AGAIN_AFTER = dt.timedelta(minutes=1)


class PlannedRun(models.Model):
    """One row is one scheduled job: when it last ran to its end, and until when somebody is running it."""

    name = models.CharField(max_length=120, unique=True)
    last_run_at = models.DateTimeField()
    held_until = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name

    @classmethod
    def known(cls, name: str, now: dt.datetime) -> PlannedRun:
        """The job's row. A job seen for the first time counts as run now, so that it waits for its moment."""
        return cls.objects.get_or_create(name=name, defaults={"last_run_at": now})[0]

    def take(self) -> bool:
        """Hold the job. False when somebody holds it or ran it since this row was read."""
        now = timezone.now()
        free = PlannedRun.objects.filter(Q(held_until__isnull=True) | Q(held_until__lte=now))
        return free.filter(pk=self.pk, last_run_at=self.last_run_at).update(held_until=now + LEASE) == 1

    def finish(self, at: dt.datetime) -> None:
        """It ran to its end; `at` is the moment for which it ran."""
        PlannedRun.objects.filter(pk=self.pk).update(last_run_at=at, held_until=None)

    def fail(self) -> None:
        """It failed: free again in a minute."""
        Trouble.met(self.name, "own")
        PlannedRun.objects.filter(pk=self.pk).update(held_until=timezone.now() + AGAIN_AFTER)
