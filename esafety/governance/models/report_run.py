"""Background work on a report."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from esafety.audit import record
from esafety.governance.models.report import Report
from esafety.governance.vocabulary import REPORT_FAILED, Job
from esafety.outbox.models import Owed, OwedQuerySet
from esafety.outbox.vocabulary import State


class ReportRun(Owed):
    """One row is one piece of background work on a report: counting its figures, printing its file."""

    lease = dt.timedelta(minutes=5)

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="runs")
    job = models.CharField(max_length=5, choices=Job)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    done = models.PositiveSmallIntegerField(default=0, help_text="Steps done")
    total = models.PositiveSmallIntegerField(default=1, help_text="Steps there are")

    objects: ClassVar[Any] = OwedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.get_job_display()}: {self.report}"

    @property
    def is_under_way(self) -> bool:
        """Whether it is still to be done."""
        return self.state == State.OWED

    @property
    def has_failed(self) -> bool:
        """Whether it waits for a person."""
        return self.state == State.PARKED

    def reach(self, done: int, total: int) -> None:
        """Say how far it has come; the work stays ours for another while."""
        mine = ReportRun.objects.filter(attempts=self.attempts)
        self._change(mine, {"done": done, "total": total, "due_at": timezone.now() + self.lease})

    def tell_parked(self) -> None:
        """Enter it in the trail; those who write reports see it on the report's page."""
        record(REPORT_FAILED, by=None, school=self.report.school, about=self.report, detail={"job": self.job})
