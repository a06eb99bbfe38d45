"""Ringing for a worker. The row is the promise; the bell only makes it quick, so it may fail."""

from __future__ import annotations

import logging
import os
import threading
from functools import lru_cache, partial
from queue import Full, Queue

from celery import Task
from django.conf import settings
from django.db import transaction

log = logging.getLogger(__name__)
CAPACITY = 1000
"""Rings waiting for the broker. When it hangs, further rings are dropped and the relay finds the rows."""


def ring(task: Task, pk: int) -> None:
    """After commit, ask a worker to run `task(pk)`. Never blocks and never raises.

    With `JOBS=embedded` there is nobody to ring: the relay looks four times a second.
    """
    if settings.JOBS == "celery":
        transaction.on_commit(partial(_bell(os.getpid()).press, task, pk), robust=True)


class _Bell:
    """A bounded queue and a daemon thread that talks to the broker, so that no request ever waits for it."""

    def __init__(self) -> None:
        self.waiting: Queue[tuple[Task, int]] = Queue(CAPACITY)
        self.in_trouble = False
        threading.Thread(target=self._publish_all, name="bell", daemon=True).start()

    def press(self, task: Task, pk: int) -> None:
        try:
            self.waiting.put_nowait((task, pk))
        except Full:
            log.info("The broker is slow: left to the relay")

    def _publish_all(self) -> None:
        while True:
            task, pk = self.waiting.get()
            try:
                task.apply_async(args=(pk,), retry=False, ignore_result=True)
                self.in_trouble = False
            except Exception as error:  # whatever the broker does, the relay delivers
                self._note(error)

    def _note(self, error: Exception) -> None:
        """Log the first of a run of troubles."""
        if not self.in_trouble:
            log.warning("The broker does not answer (%s): left to the relay", type(error).__name__)
        self.in_trouble = True


@lru_cache(maxsize=1)
def _bell(process: int) -> _Bell:
    """One bell a process: a thread does not survive a fork."""
    return _Bell()
