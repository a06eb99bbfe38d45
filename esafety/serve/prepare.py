"""Makes a new or updated installation ready to serve; does nothing, quickly, when it already is."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from esafety.people.models import User

Say = Callable[[str], None]


def prepare(say: Say) -> None:
    """Database, styles and scripts, and for a demonstration the invented school."""
    _bring_database_up_to_date(say)
    collect_static(say)
    if settings.DEMO and not User.objects.exists():
        say("Inventing a school to try things with …")
        call_command("seed_demo")


def _bring_database_up_to_date(say: Say) -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        say("Preparing the database …")
        call_command("migrate", interactive=False, verbosity=0)


def collect_static(say: Say) -> None:
    stamp = Path(settings.STATIC_ROOT).with_suffix(".stamp")
    state = _state_of_static_files()
    if stamp.exists() and stamp.read_text() == state and Path(settings.STATIC_ROOT).exists():
        return
    say("Collecting styles and scripts …")
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.write_text(state)


def _state_of_static_files() -> str:
    """Changes when any file does: its name, size or time."""
    seen = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            found = Path(storage.path(name)).stat()
            seen.update(f"{name} {found.st_size} {found.st_mtime_ns}\n".encode())
    return seen.hexdigest()
