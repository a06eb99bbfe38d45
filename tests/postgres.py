"""A PostgreSQL for the tests: `python -m tests.postgres COMMAND …` runs COMMAND with one.

Looked for in this order: `TEST_DATABASE_URL`; `DATABASE_URL`, when it names a PostgreSQL (the tests
make a database of their own beside it); PostgreSQL's programs on this machine, started in a scratch
folder on a free port of 127.0.0.1 and stopped at the end. PostgreSQL refuses to run as root, so root
starts it as `postgres` or `nobody`. Where there is none, CI installs it or fails; a laptop is told
loudly what was not tested.
"""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import unquote, urlsplit, urlunsplit

import psycopg2

MISSING = """\
PostgreSQL was not found, so what holds on PostgreSQL only was NOT tested.
Install it (Debian, Ubuntu: sudo apt-get install postgresql) or set TEST_DATABASE_URL."""
# Scratch data: losing it in a power cut is no loss, and the tests run in half the time.
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60")


def named() -> str:
    """The address of a server somebody named, or an empty string."""
    for name in ("TEST_DATABASE_URL", "DATABASE_URL"):
        url = os.environ.get(name, "")
        if url.startswith(("postgres://", "postgresql://")):
            return url
    return ""


def programs() -> Path | None:
    """The newest folder that holds both `initdb` and `postgres`."""
    debian = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda found: float(found.parent.name), reverse=True
    )
    on_path = [Path(found).resolve().parent for found in [shutil.which("postgres")] if found]
    for folder in [*debian, *on_path]:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    return None


def install() -> None:
    """As root on Debian or Ubuntu: install the server."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    print("Installing PostgreSQL for the tests …", flush=True)
    quiet = {"stdout": subprocess.DEVNULL, "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}}
    subprocess.run(["apt-get", "update", "-q"], check=False, **quiet)  # type: ignore[call-overload]
    subprocess.run(["apt-get", "install", "-yq", "postgresql"], check=False, **quiet)  # type: ignore[call-overload]


def _owner() -> pwd.struct_passwd:
    """Whoever runs the server: ourselves, or for root the first harmless account."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid())
    known = {account.pw_name: account for account in pwd.getpwall()}
    return known.get("postgres") or known["nobody"]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def started(folder: Path) -> Iterator[str]:
    """A server of our own in a scratch folder; yields its address and removes everything after."""
    owner, password, port = _owner(), secrets.token_hex(16), _free_port()
    scratch = Path(tempfile.mkdtemp(prefix="esafety-postgres-"))
    password_file = scratch / "password"
    password_file.write_text(password)
    password_file.chmod(0o600)
    for path in (scratch, password_file):
        os.chown(path, owner.pw_uid, owner.pw_gid)
    as_owner = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []} if os.geteuid() == 0 else {}
    initdb = [folder / "initdb", "-D", scratch / "data", "-U", "postgres", "--pwfile", password_file]
    initdb += ["--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-sync"]
    subprocess.run(initdb, check=True, cwd=scratch, stdout=subprocess.DEVNULL, **as_owner)  # type: ignore[call-overload]
    command = [folder / "postgres", "-D", scratch / "data", "-p", str(port), "-h", "127.0.0.1", "-k", scratch]
    command += [part for setting in FAST for part in ("-c", setting)]
    log = (scratch / "log").open("w")
    server = subprocess.Popen(command, cwd=scratch, stdout=log, stderr=log, **as_owner)  # type: ignore[call-overload]
    try:
        _wait(server, port, scratch / "log")
        yield f"postgres://postgres:{password}@127.0.0.1:{port}/postgres"
    finally:
        server.send_signal(signal.SIGINT)  # PostgreSQL's word for "stop now, cleanly"
        try:
            server.wait(timeout=20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
        log.close()
        shutil.rmtree(scratch, ignore_errors=True)


def _wait(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if server.poll() is not None:
            break
        if "ready to accept connections" in log.read_text(errors="replace"):
            return
        time.sleep(0.1)
    raise RuntimeError(f"PostgreSQL did not start on port {port}:\n{log.read_text(errors='replace')}")


@contextmanager
def available() -> Iterator[str]:
    """The address of a PostgreSQL for the tests, or an empty string when there is none."""
    if named():
        yield named()
        return
    if not programs() and os.environ.get("CI"):
        install()
    folder = programs()
    if not folder:
        yield ""
        return
    with started(folder) as url:
        yield url


ROLE = "safekeep_works"
"""The role the tests' product works as: no owner, no superuser."""


def as_role(url: str) -> str:
    """The same database, as the application's own role: what `DATABASE_URL` is beside the owner's `url`."""
    there = urlsplit(url)
    host = there.netloc.rpartition("@")[2]
    return urlunsplit(there._replace(netloc=f"{ROLE}:{there.password or ''}@{host}"))


def make_role(url: str) -> None:
    """Make the role, as docs/running.md has an administrator do it. Several workers may try at once."""
    connection = psycopg2.connect(url)
    connection.autocommit = True
    with (
        connection.cursor() as cursor,
        suppress(psycopg2.errors.DuplicateObject, psycopg2.errors.UniqueViolation),
    ):
        cursor.execute(f"CREATE ROLE {ROLE} LOGIN PASSWORD %s", [unquote(urlsplit(url).password or "")])
    connection.close()


def main(command: list[str]) -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with available() as url:
        if not url:
            line = "*" * 78
            print(f"\n{line}\n{MISSING}\n{line}\n", file=sys.stderr)
            return 1 if os.environ.get("CI") else 0
        return subprocess.run(command, env={**os.environ, "TEST_DATABASE_URL": url}).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
