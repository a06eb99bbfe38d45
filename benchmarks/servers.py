"""Starting gunicorn twice, with the settings that `manage.py serve` gives it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from django.conf import settings


@contextmanager
def serving(settings_module: str, port: int, log: Path) -> Iterator[None]:
    """One gunicorn of one process on a port of 127.0.0.1."""
    command = [sys.executable, "-m", "gunicorn", "esafety.wsgi:application", "--bind", f"127.0.0.1:{port}"]
    command += ["--workers", "1", "--threads", str(settings.WEB_THREADS), "--no-control-socket"]
    with log.open("w") as said:
        server = subprocess.Popen(
            [*command, "--log-level", "warning"],
            env={**os.environ, "DJANGO_SETTINGS_MODULE": settings_module},
            stdout=said,
            stderr=said,
        )
    try:
        _wait(server, port, log)
        yield
    finally:
        server.terminate()
        server.wait(timeout=15)


def _wait(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and server.poll() is None:
        try:
            asked = HTTPConnection("127.0.0.1", port, timeout=20)
            asked.request("GET", "/")
            asked.getresponse()
            return
        except (OSError, HTTPException):
            time.sleep(0.2)
    raise RuntimeError(f"The server on port {port} did not start:\n{log.read_text()}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
