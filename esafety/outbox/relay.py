"""The relay: finds every promise that is due and keeps it, and runs what is planned. Needs no broker.

With `JOBS=embedded` it does everything. With `JOBS=celery` it leaves workers and beat a moment and
does what they did not. Each table of promises has its own lane (a thread), so that a mail server
that hangs holds up neither the papers nor the clocks.
"""

from __future__ import annotations

import datetime as dt
import logging
import threading
from collections.abc import Callable

from celery import Task
from django.conf import settings
from django.db import close_old_connections, connection, connections
from django.utils import timezone

from esafety.outbox import schedule
from esafety.outbox.patience import Fault, NotDone
from esafety.outbox.registry import Promise, promises
from esafety.walls import every_school

log = logging.getLogger(__name__)
POLL_SECONDS = 0.25
BATCH = 100
SWEEP_GRACE = dt.timedelta(seconds=2)
"""With a broker, how long the relay leaves a due row to the workers."""
LONGEST_PAUSE_SECONDS = 15.0
"""How long a lane rests between tries while the other side, or the database, is away."""


def keep_due(promise: Promise, now: dt.datetime | None = None) -> int:
    """Keep the promises of one table that are due, one batch. Returns how many rows were tried.

    Raises NotDone when the other side is away: the rest of the batch would only wait for it too.
    """
    with every_school("what is due is due in any school"):
        due = promise.model._default_manager.due(now)
        batch = list(due.values_list("pk", flat=True)[:BATCH])
    if batch:
        with promise.around():
            for pk in batch:
                _keep(promise.task, pk)
    return len(batch)


def drain() -> None:
    """Keep every promise that is due now, until none is: what a test or a command calls once."""
    while sum(keep_due(promise) for promise in promises()):
        pass


def lanes(stop: threading.Event) -> list[Lane]:
    """One lane for each table of promises and one for what is planned."""
    grace = SWEEP_GRACE if settings.JOBS == "celery" else dt.timedelta(0)
    return [
        *(Lane(promise.model._meta.label_lower, _keeper(promise, grace), stop) for promise in promises()),
        Lane("planned", _planned, stop),
    ]


class Lane(threading.Thread):
    """Does one round of work four times a second until told to stop, whatever happens in a round."""

    def __init__(self, name: str, work: Callable[[], object], stop: threading.Event) -> None:
        super().__init__(name=name, daemon=True)
        self.work, self.stop, self.troubles = work, stop, 0

    def run(self) -> None:
        while not self.stop.is_set():
            self.stop.wait(self.round())
        connections.close_all()

    def round(self) -> float:
        """Work once. Returns how many seconds to rest: longer and longer while nothing works."""
        try:
            close_old_connections()
            self.work()
        except Exception as error:
            self._note(error)
            self.troubles += 1
            return float(min(2.0**self.troubles * POLL_SECONDS, LONGEST_PAUSE_SECONDS))
        self.troubles = 0
        return POLL_SECONDS

    def _note(self, error: Exception) -> None:
        """Log the first of a run of troubles; a database that is away is let go of."""
        if self.troubles == 0:
            log.warning("The %s lane rests: %s", self.name, error)
        if not isinstance(error, NotDone):
            connection.close()


def _keep(task: Task, pk: int) -> None:
    """A row's own failure holds up nobody; trouble with the database or the other side ends the round."""
    try:
        task(pk)
    except NotDone as error:
        log.warning("%s(%s): %s", task.name, pk, error)
        if error.fault is Fault.AWAY:
            raise


def _keeper(promise: Promise, grace: dt.timedelta) -> Callable[[], int]:
    return lambda: keep_due(promise, timezone.now() - grace)


def _planned() -> None:
    schedule.run_all_due(
        grace=schedule.RELAY_GRACE if settings.JOBS == "celery" else dt.timedelta(0),
    )
