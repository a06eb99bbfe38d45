"""What is done at set times. Rooms register it in `apps.py`; beat or the relay sees to it.

Every scheduled job goes through `outbox.run_planned(name)`, which asks the table of last runs first.
So two schedulers, a beat and a relay, or a machine that was off for three days run each job once.
"""

from __future__ import annotations

import copy
import datetime as dt
import logging
from typing import TYPE_CHECKING, Any, NamedTuple

from celery import Task
from celery.schedules import BaseSchedule, schedule
from django.utils import timezone

from esafety.celery import app
from esafety.walls import every_school

if TYPE_CHECKING:
    from esafety.outbox.models import PlannedRun

log = logging.getLogger(__name__)
RELAY_GRACE = dt.timedelta(seconds=15)
"""With a broker, how long the relay leaves a due job to beat before running it itself."""


class Plan(NamedTuple):
    """A task and when it is due."""

    when: BaseSchedule
    task: Task

    def is_due(self, last_run_at: dt.datetime, now: dt.datetime) -> bool:
        """Whether a due moment lies after `last_run_at` and not after `now` (clock times: Europe/London)."""
        when: Any = copy.copy(self.when)
        when.nowfun = lambda: now
        return bool(when.remaining_estimate(last_run_at) <= dt.timedelta(0))


_plans: dict[str, Plan] = {}


def every(when: float | BaseSchedule, task: Task) -> None:
    """Run `task()` every so many seconds, or as a crontab in London time says."""
    moment = when if isinstance(when, BaseSchedule) else schedule(run_every=when)
    _plans[task.name] = Plan(moment, task)
    app.conf.beat_schedule[task.name] = {
        "task": "outbox.run_planned",
        "schedule": moment,
        "args": [task.name],
        "options": {"expires": 300},
    }


def plans() -> dict[str, Plan]:
    """Every scheduled job, by the name of its task."""
    return dict(_plans)


def run_all_due(now: dt.datetime | None = None, *, grace: dt.timedelta = dt.timedelta(0)) -> None:
    """Run every job whose moment passed at least `grace` ago."""
    for name in _plans:
        run_if_due(name, (now or timezone.now()) - grace)


def run_if_due(name: str, now: dt.datetime | None = None) -> bool:
    """Run one job if it is due and nobody else is running it. Returns whether it ran to its end."""
    from esafety.outbox.models import PlannedRun

    moment = now or timezone.now()
    run = PlannedRun.known(name, moment)
    if not _plans[name].is_due(run.last_run_at, moment) or not run.take():
        return False
    return _run(run, moment)


def _run(run: PlannedRun, moment: dt.datetime) -> bool:
    try:
        with every_school("what is planned is done for all schools"):
            _plans[run.name].task()
    except Exception:
        log.exception("The scheduled job %s failed; it is tried again in a minute", run.name)
        run.fail()
        return False
    run.finish(moment)
    return True
