"""How often background work failed."""

from __future__ import annotations

from django.db import models
from django.db.models import F
from django.utils import timezone


class Trouble(models.Model):
    """One row is one kind of work and one kind of failure: how often, since the beginning, and when last.

    Kept in the database and not in a process's memory, because web, workers and relay fail each on their own,
    perhaps on several machines, and a count that starts again hides what went wrong before a restart.
    """

    work = models.CharField(max_length=120, help_text="The table of promises, or the scheduled job")
    fault = models.CharField(max_length=12, help_text="A word of patience.Fault, or crash")
    times = models.PositiveBigIntegerField(default=0)
    last_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("work", "fault"), name="one_count_per_work_and_fault")]

    def __str__(self) -> str:
        return f"{self.work} {self.fault}"

    @classmethod
    def met(cls, work: str, fault: str) -> None:
        """Count one more failure."""
        known = cls.objects.filter(work=work, fault=fault)
        counted = {"times": F("times") + 1, "last_at": timezone.now()}
        if not known.update(**counted):
            cls.objects.get_or_create(work=work, fault=fault)
            known.update(**counted)
