"""PostgreSQL's own programs, run with the product's address of the database and never with it on a command line."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from typing import IO, Any

from django.conf import settings

from esafety.walls.owner import is_known

CHUNK = 64 * 1024


class ProgramFailed(Exception):
    """What the program said, without what it may quote from a row."""


def owner() -> dict[str, Any]:
    """The settings of the role that sees every row: the owner's, where there is one beside the application's."""
    present: dict[str, Any] = settings.DATABASES["default"]
    return {**present, **{name: settings.DATABASE_OWNER[name] for name in ("USER", "PASSWORD") if is_known()}}


def address(where: dict[str, Any], database: str) -> dict[str, str]:
    """As libpq's variables, which other accounts of the machine cannot read."""
    named = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    given = {variable: str(where[key]) for variable, key in named.items() if where.get(key)}
    options = where.get("OPTIONS") or {}
    ssl = {f"PG{key.upper()}": str(value) for key, value in options.items() if key.startswith("ssl")}
    return {**os.environ, **given, **ssl, "PGDATABASE": database, "PGCONNECT_TIMEOUT": "10", "LC_ALL": "C"}


def read_from(command: list[str], variables: dict[str, str]) -> Iterator[bytes]:
    """What a program writes. Raises ProgramFailed when it ends badly."""
    with (
        tempfile.TemporaryFile() as complaints,
        _begun(command, variables, complaints, stdout=subprocess.PIPE) as running,
    ):
        assert running.stdout
        try:
            yield from iter(lambda: running.stdout.read(CHUNK), b"")  # type: ignore[union-attr]
        except BaseException:
            running.kill()
            raise
        if running.wait():
            raise ProgramFailed(_first_error(complaints))


def write_to(command: list[str], variables: dict[str, str], pieces: Iterable[bytes]) -> None:
    """Give a program something to read; it is killed when there is no more to give. Raises ProgramFailed."""
    with (
        tempfile.TemporaryFile() as complaints,
        _begun(command, variables, complaints, stdin=subprocess.PIPE) as running,
    ):
        assert running.stdin
        try:
            for piece in pieces:
                running.stdin.write(piece)
            running.stdin.close()
        except BrokenPipeError:
            running.stdin.close = lambda: None  # type: ignore[method-assign]  # it would complain again
        except BaseException:
            running.kill()
            raise
        if running.wait():
            raise ProgramFailed(_first_error(complaints))


def _begun(
    command: list[str], variables: dict[str, str], complaints: IO[bytes], **pipes: int
) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(command, env=variables, stderr=complaints, **pipes)  # type: ignore[call-overload]  # noqa: S603
    except FileNotFoundError as error:
        raise ProgramFailed(
            f"{command[0]} is missing. Install it: apt-get install postgresql-client"
        ) from error


def _first_error(complaints: IO[bytes]) -> str:
    """The first line that says what went wrong; lines after it may quote a row."""
    complaints.seek(0)
    said = complaints.read(100_000).decode(errors="replace").splitlines()
    return next(
        (line for line in said if "error" in line.lower() or "fatal" in line.lower()), "no reason given"
    )
