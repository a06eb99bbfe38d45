"""Where a measurement takes place: a scratch database, and the page that its table is written into."""

from __future__ import annotations

import os
import platform
import secrets
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.postgres import MISSING, as_role, make_role, programs, started

REPORT = Path(__file__).resolve().parent.parent / "docs" / "performance.md"


@contextmanager
def scratch(sqlite: bool) -> Iterator[Path]:
    """An empty database and a folder, Django set up over them, and all the schools there in sight."""
    with _database(sqlite) as url, tempfile.TemporaryDirectory(prefix="esafety-bench-") as name:
        folder = Path(name)
        _configure(url, folder)
        from esafety.walls import every_school

        with every_school("a measurement fills the schools it measures"):
            yield folder


@contextmanager
def _database(sqlite: bool) -> Iterator[str]:
    """An empty database: SQLite, the PostgreSQL that DATABASE_URL names, or one of our own."""
    named = os.environ.pop("DATABASE_URL", "")
    if sqlite:
        yield ""
    elif named.startswith("postgres"):
        yield named
    elif folder := programs():
        with started(folder) as url:
            yield url
    else:
        sys.exit(MISSING)


def _configure(url: str, folder: Path) -> None:
    """The settings of both servers and of this process, and nothing from this machine."""
    os.environ |= {
        "ENV_FILE": os.devnull,
        "DATA_DIR": str(folder),
        "SECRET_KEY": secrets.token_hex(32),
        "DATABASE_URL": as_role(url) if url else f"sqlite:///{folder / 'bench.sqlite3'}",
        "DATABASE_OWNER_URL": url,
        "DJANGO_SETTINGS_MODULE": "benchmarks.product_settings",
        "LOG_LEVEL": "WARNING",
    }
    if url:
        make_role(url)
    import django
    from django.core.management import call_command

    (folder / "static").mkdir()
    django.setup()
    say("migrating, collecting static files")
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)


def where(engine: str, rounds: int) -> str:
    """One paragraph: on what this was measured."""
    import django

    return (
        f"Measured on {time.strftime('%-d %B %Y')}: {os.cpu_count()} cores, Python {platform.python_version()}, "
        f"Django {django.get_version()}, {engine}, gunicorn with one process, {rounds} rounds of four requests; "
        "milliseconds; load of the machine while measuring: "
        f"{os.getloadavg()[0]:.1f}."
    )


def write(name: str, table: str) -> None:
    """Put a table between the two marks of that name in docs/performance.md."""
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    before, rest = REPORT.read_text().split(begin)
    REPORT.write_text(f"{before}{begin}\n\n{table}\n\n{end}{rest.split(end)[1]}")


def say(words: str) -> None:
    """Tell whoever waits how far it has come."""
    print(words, file=sys.stderr, flush=True)
