"""`manage.py serve`: the whole product as one process tree, on one machine."""

from __future__ import annotations

import socket
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from esafety.serve.health import answers
from esafety.serve.prepare import prepare
from esafety.serve.supervisor import Child, Supervisor

DEMONSTRATION = (
    "This is a DEMONSTRATION: the school is invented, no second sign-in step is asked, "
    "and mail is kept as files. Enter nothing about real people."
)


def _python(*arguments: str) -> list[str]:
    return [sys.executable, *arguments]


def _address() -> str:
    host = f"[{settings.HOST}]" if ":" in settings.HOST else settings.HOST
    return f"{host}:{settings.PORT}"


def _web() -> Child:
    # One process with threads: the cache of the embedded default is the process's own memory.
    config = str(settings.BASE_DIR / "esafety" / "serve" / "web.py")
    command = _python("-m", "gunicorn", "esafety.wsgi:application", "--config", config, "--bind", _address())
    command += ["--workers", "1", "--threads", str(settings.WEB_THREADS), "--graceful-timeout", "8"]
    return Child("web server", [*command, "--log-level", "warning"])


def _celery() -> list[Child]:
    schedule = str(settings.DATA_DIR / "celerybeat-schedule")
    celery = _python("-m", "celery", "--quiet", "--app", "esafety")
    beat = Child("scheduler", [*celery, "beat", "--loglevel", "WARNING", "--schedule", schedule])
    worker = Child("worker", [*celery, "worker", "--loglevel", "WARNING", "--concurrency", "2"])
    return [beat, worker]


def _children() -> list[Child]:
    """In the order in which they are stopped: whoever gives work before whoever does it."""
    relay = Child("relay", _python(str(settings.BASE_DIR / "manage.py"), "relay"))
    return [_web(), *(_celery() if settings.JOBS == "celery" else []), relay]


class Command(BaseCommand):
    """Web server, background work and schedule, watched and restarted until Ctrl-C."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--prepare",
            action="store_true",
            help="First bring the database and the styles up to date; with DEMO=1, seed a school if empty.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self._refuse_taken_port()
        if options["prepare"]:
            prepare(self._say)
        self._say("Starting …")
        if not Supervisor(_children(), self._say).run(answers, self._tell_ready):
            raise CommandError("Stopped, because a part could not be kept running.")
        self._say("Stopped.")

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()

    def _refuse_taken_port(self) -> None:
        family = socket.AF_INET6 if ":" in settings.HOST else socket.AF_INET
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((settings.HOST, settings.PORT))
            except OSError as refused:
                raise CommandError(
                    f"Cannot listen on {_address()}: {refused.strerror or refused}. "
                    f"Choose another port, for example: PORT={settings.PORT + 1} make run"
                ) from refused

    def _tell_ready(self) -> None:
        accounts = settings.DATA_DIR / "demo-accounts.txt"
        if settings.DEMO:
            self._say(f"\n{DEMONSTRATION}")
            if accounts.exists():
                self._say(f"\nWho can sign in:\n{accounts.read_text().rstrip()}")
        self._say(f"\nReady at {settings.BASE_URL}/ (Ctrl-C stops everything)")
