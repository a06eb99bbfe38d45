"""`manage.py relay`: keeps what was promised and runs what is planned, until told to stop."""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from typing import Any

from django.core.management.base import BaseCommand

from esafety.outbox.relay import lanes

log = logging.getLogger(__name__)
PATIENCE_SECONDS = 0.8
"""How long work in hand may take to end. What is cut off is taken up again when its lease ends."""


class Command(BaseCommand):
    """Runs the lanes; SIGTERM and SIGINT end it within a second."""

    help = "Send what is owed and run what is planned. Several relays at once do no harm."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until told to stop."""
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        running = lanes(stop)
        for lane in running:
            lane.start()
        log.info("Relay: sending what is owed")
        while not stop.wait(3600):
            pass
        _end(running)


def _end(running: list[Any]) -> None:
    """Wait a little for work in hand, then leave without asking threads that may hang."""
    until = time.monotonic() + PATIENCE_SECONDS
    for lane in running:
        lane.join(max(0.0, until - time.monotonic()))
    os._exit(0)
