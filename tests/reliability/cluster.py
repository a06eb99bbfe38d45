"""A PostgreSQL that may be killed: set up as a real one is, so that what it acknowledged survives."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from tests.postgres import _free_port, _owner, _wait, programs


class Cluster:
    """One server in a scratch folder. `fsync` is off: it matters when the machine dies, not when a process does."""

    def __init__(self) -> None:
        found = programs()
        assert found, "PostgreSQL is missing: apt-get install postgresql"
        self._programs, self.port, self._password = found, _free_port(), secrets.token_hex(16)
        owner = _owner()
        self._as = (
            {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []} if os.geteuid() == 0 else {}
        )
        self._folder = Path(tempfile.mkdtemp(prefix="safekeep-cluster-"))
        word = self._folder / "password"
        word.write_text(self._password)
        for path in (self._folder, word):
            os.chown(path, owner.pw_uid, owner.pw_gid)
        initdb = [found / "initdb", "-D", self._folder / "data", "-U", "postgres", "--pwfile", word]
        initdb += ["--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-sync"]
        subprocess.run(initdb, check=True, cwd=self._folder, stdout=subprocess.DEVNULL, **self._as)  # type: ignore[call-overload]
        self._starts = 0
        self.start()

    @property
    def url(self) -> str:
        return f"postgres://postgres:{self._password}@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        """Returns when it answers, after whatever recovery it needs."""
        self._starts += 1
        log = self._folder / f"log.{self._starts}"
        command = [self._programs / "postgres", "-D", self._folder / "data", "-p", str(self.port)]
        command += ["-h", "127.0.0.1", "-k", self._folder, "-c", "fsync=off", "-c", "max_connections=80"]
        with log.open("w") as said:
            self._server = subprocess.Popen(
                command, cwd=self._folder, stdout=said, stderr=said, start_new_session=True, **self._as
            )  # type: ignore[call-overload]
        _wait(self._server, self.port, log)

    def kill(self) -> None:
        """What `pg_ctl -m immediate` sends: every process ends where it stands, nothing is written any more."""
        self._server.send_signal(signal.SIGQUIT)
        self._server.wait(20)

    def end(self) -> None:
        if self._server.poll() is None:
            self._server.send_signal(signal.SIGINT)
            try:
                self._server.wait(20)
            except subprocess.TimeoutExpired:
                self._server.kill()
                self._server.wait()
        shutil.rmtree(self._folder, ignore_errors=True)
