"""A server that holds R1's data, filled once; each test takes a copy of it, which is a matter of seconds."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit, urlunsplit

import psycopg2

from tests.production.installation import ROOT
from tests.reliability import results
from tests.reliability.cluster import Cluster

INCIDENTS = results.size(short=400, full=80_000, name="RELIABILITY_INCIDENTS")
NAME = "trust"


class Trust(NamedTuple):
    """Where it is, and what was filled in (nothing when somebody else filled it)."""

    server_url: str
    filled: dict[str, Any]

    def url(self, database: str) -> str:
        """The address of one database of the server."""
        return urlunsplit(urlsplit(self.server_url)._replace(path=f"/{database}"))

    @contextmanager
    def copied(self) -> Iterator[str]:
        """The address of a database of its own with everything in it; afterwards it is gone."""
        name = f"copy_{secrets.token_hex(4)}"
        self.do(f"CREATE DATABASE {name} TEMPLATE {NAME}")
        try:
            yield self.url(name)
        finally:
            self.drop(name)

    def lose(self, database_url: str) -> None:
        """A database is gone, and an empty one stands in its place."""
        name = urlsplit(database_url).path.strip("/")
        self.do(f'DROP DATABASE "{name}" WITH (FORCE)')
        self.do(f'CREATE DATABASE "{name}"')

    def drop(self, name: str) -> None:
        """A database, and what a restore set aside beside it."""
        found = self.ask(f"SELECT datname FROM pg_database WHERE starts_with(datname, '{name}')")
        for (one,) in found:
            self.do(f'DROP DATABASE "{one}" WITH (FORCE)')

    def do(self, sentence: str) -> None:
        """One sentence outside every transaction."""
        there = psycopg2.connect(self.server_url)
        there.autocommit = True
        with there.cursor() as cursor:
            cursor.execute(sentence)
        there.close()

    def ask(self, sql: str, database: str = "postgres") -> list[tuple[Any, ...]]:
        """Rows of one database."""
        there = psycopg2.connect(self.url(database))
        with there.cursor() as cursor:
            cursor.execute(sql)
            rows = cursor.fetchall()
        there.close()
        return rows


def environment(database_url: str, folder: Path, **more: str) -> dict[str, str]:
    """For a command of the product over one of these databases, as a server of a school has it."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    written = {"ENV_FILE": os.devnull, "SECRET_KEY": "s" * 48, "FILES_KEY": "f" * 43, "DATA_DIR": str(folder)}
    named = {"DATABASE_URL": database_url, "DJANGO_SETTINGS_MODULE": "esafety.settings"}
    return {**kept, **written, **named, **more}


def command(*words: str, env: dict[str, str], given: str = "") -> str:
    """What a command says that ends well."""
    done = subprocess.run(
        [sys.executable, *words],
        cwd=ROOT,
        env=env,
        input=given,
        capture_output=True,
        text=True,
        timeout=3_000,
    )
    assert done.returncode == 0, done.stderr[-3_000:]
    return done.stdout


@contextmanager
def trust() -> Iterator[Trust]:
    """Filled now; or the server that TRUST_URL names, with a database called `trust` that was filled before."""
    if named := os.environ.get("TRUST_URL"):
        yield Trust(named, {})
        return
    cluster = Cluster()
    try:
        there = Trust(cluster.url, {})
        there.do(f"CREATE DATABASE {NAME}")
        with tempfile.TemporaryDirectory() as folder:
            env = environment(there.url(NAME), Path(folder))
            command("manage.py", "migrate", "--noinput", "-v0", env=env)
            said = command("-m", "tests.reliability.trust", str(INCIDENTS), env=env)
        yield Trust(cluster.url, json.loads(said))
    finally:
        cluster.end()
