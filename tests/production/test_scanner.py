"""The scanner's set-up that docker-compose.yml gives to ClamAV, run by a real daemon."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from esafety.papers.receiving.kinds import EVIDENCE
from esafety.papers.receiving.scanner import scan
from tests.papers.scanning import _SIGNATURE, CLAMD, EICAR
from tests.production.installation import ROOT, free_port

pytestmark = pytest.mark.either_engine


@pytest.fixture
def scanner(tmp_path: Path, settings: Any) -> Iterator[None]:
    """Only where things lie is changed, and whose account it is."""
    port, base = free_port(), tmp_path / "signatures"
    base.mkdir()
    (base / "eicar.hdb").write_text(_SIGNATURE)
    conf = (ROOT / "deploy" / "clamav" / "clamd.conf").read_text()
    changes = {
        "TCPSocket 3310": f"TCPSocket {port}",
        "TCPAddr 0.0.0.0": "TCPAddr 127.0.0.1",
        "LocalSocket /tmp/clamd.sock": f"LocalSocket {tmp_path}/clamd.sock",
        "TemporaryDirectory /tmp": f"TemporaryDirectory {tmp_path}",
        "DatabaseDirectory /var/lib/clamav": f"DatabaseDirectory {base}",
        "User clamav\n": "",
    }
    for old, new in changes.items():
        assert old in conf
        conf = conf.replace(old, new)
    (tmp_path / "clamd.conf").write_text(conf)
    settings.CLAMAV_ADDRESS = f"127.0.0.1:{port}"
    command = [CLAMD, "--foreground", "--config-file", str(tmp_path / "clamd.conf")]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT) as daemon:
        try:
            _wait_for(port, daemon)
            yield
        finally:
            daemon.terminate()


def _wait_for(port: int, daemon: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        assert daemon.poll() is None, "clamd did not start with deploy/clamav/clamd.conf"
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.1)
    raise AssertionError("clamd does not answer")


def test_it_finds_a_virus_and_takes_the_largest_file_that_the_product_takes(scanner: None) -> None:
    assert scan([EICAR]).startswith("Test.Eicar")
    assert scan([b"harmless"]) == ""
    piece = bytes(1024 * 1024)
    assert scan([piece] * (EVIDENCE.largest // len(piece))) == ""
