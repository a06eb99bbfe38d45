"""A server of the gallery: this room alone, in its own process, on a free port."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def assets() -> Path:
    """The built files, made if they are not there."""
    subprocess.run([sys.executable, "-m", "esafety.ui.assets"], cwd=ROOT, check=True)
    return ROOT / "static" / "built"


@pytest.fixture(scope="session")
def gallery(assets: Path) -> Iterator[str]:
    """The address of a running gallery."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "django", "runserver", "--insecure", "--noreload", f"127.0.0.1:{port}"],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.ui.gallery_settings"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    for _ in range(100):
        try:
            urllib.request.urlopen(address + "/done/", timeout=2)
            break
        except (urllib.error.URLError, OSError):
            assert server.poll() is None, "the gallery did not start"
            time.sleep(0.2)
    yield address
    server.terminate()
    server.wait(10)
