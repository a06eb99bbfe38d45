"""A school in a database of its own, with records, files and a trail, that may be damaged and brought back."""

from __future__ import annotations

import contextlib
import io
import resource
import secrets
import shutil
import signal
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg2
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from esafety.backup.engines.programs import owner
from esafety.papers import cabinet
from esafety.papers.models import StoredFile
from tests import builders
from tests.cast import Cast, _build

CANARY = "zqcanaryqz said in the corridor"
FILES = 3


def on_postgres() -> bool:
    return connection.vendor == "postgresql"


def outside_ours() -> Any:
    """A connection to the server, outside every database of ours."""
    where = owner()
    there = psycopg2.connect(
        host=where["HOST"],
        port=where["PORT"],
        user=where["USER"],
        password=where["PASSWORD"],
        dbname="postgres",
    )
    there.autocommit = True
    return there


def on_the_server(sql: str) -> None:
    """One sentence outside every database of ours."""
    with contextlib.closing(outside_ours()) as there, there.cursor() as cursor:
        cursor.execute(sql)


@contextlib.contextmanager
def copied(original: str, folder: Path) -> Iterator[str]:
    """Django's connection goes to a copy of a database; afterwards the copy is gone."""
    connection.close()
    before = dict(connection.settings_dict)
    if on_postgres():
        name = f"backup_{secrets.token_hex(4)}"
        on_the_server(f'CREATE DATABASE "{name}" TEMPLATE "{original}"')
    else:
        name = str(folder / "school.sqlite3")
        shutil.copyfile(original, name)
    connection.settings_dict["NAME"] = name
    try:
        yield name
    finally:
        connection.close()
        connection.settings_dict.update(before)
        if on_postgres():
            drop_all(name)


def drop_all(name: str) -> None:
    """The database and what a restore set aside."""
    with contextlib.closing(outside_ours()) as there, there.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [name])
        found = [row[0] for row in cursor.fetchall()]
    for one in found:
        on_the_server(f'DROP DATABASE "{one}" WITH (FORCE)')


def whole(name: str) -> None:
    """On SQLite: everything in the one file, so that it can be copied."""
    connection.close()
    if not on_postgres():
        with contextlib.closing(sqlite3.connect(name, isolation_level=None)) as there:
            there.execute("PRAGMA journal_mode=DELETE")


def fill() -> Cast:
    """People, two concerns and three files. Numbers as in a school that is in use: the search index of SQLite writes
    them as bytes that are no text from 128 on."""
    cast = _build()
    if not on_postgres():
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES ('incidents_incident', 300)")
    for _ in range(2):
        builders.a_concern(cast, description=CANARY)
    for number in range(FILES):
        cabinet.keep([f"file {number}: {CANARY}".encode() * 9000]).save()
    return cast


def state() -> dict[str, Any]:
    """Everything a drill compares: rows of every table but sessions, and every file as it lies there."""
    connection.close()
    rows = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            if table in ("django_session", "usersessions_usersession"):
                continue
            order = ", ".join(
                str(column)
                for column in range(1, len(connection.introspection.get_table_description(cursor, table)) + 1)
            )
            # Bytes of a search index are no text: SQLite's `quote` writes them as hexadecimal digits.
            written = 'CAST("{}" AS text)' if on_postgres() else 'quote("{}")'
            cast = ", ".join(
                written.format(column.name)
                for column in connection.introspection.get_table_description(cursor, table)
            )
            cursor.execute(f'SELECT {cast} FROM "{table}" ORDER BY {order}')
            rows[table] = cursor.fetchall()
    connection.close()
    kept = {path.name: path.read_bytes() for path in sorted(Path(settings.MEDIA_ROOT).glob("??/*"))}
    return {"rows": rows, "files": kept}


def run(*command: str, **options: Any) -> str:
    """What a command says."""
    said = io.StringIO()
    call_command(*command, stdout=said, **options)
    return said.getvalue()


def stored() -> list[StoredFile]:
    return list(StoredFile.objects.order_by("pk"))


def stored_in(name: str) -> bool:
    """Whether a database that should still be empty holds anything."""
    if not on_postgres() and not Path(name).exists():
        return False
    connection.close()
    with connection.cursor() as cursor:
        found = connection.introspection.table_names(cursor)
    connection.close()
    return bool(found)


@contextlib.contextmanager
def somebody_else(name: str) -> Iterator[None]:
    """A process that has the database open and does nothing with it now."""
    if on_postgres():
        where = owner()
        there: Any = psycopg2.connect(
            host=where["HOST"],
            port=where["PORT"],
            user=where["USER"],
            password=where["PASSWORD"],
            dbname=name,
        )
    else:
        there = sqlite3.connect(name)
        there.execute("PRAGMA journal_mode=WAL")
        there.execute("SELECT count(*) FROM people_school").fetchone()
    try:
        yield
    finally:
        there.close()


@contextlib.contextmanager
def no_file_larger_than(size: int) -> Iterator[None]:
    """As on a disk that is full: writing fails with an error, for us and for what we start."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)
