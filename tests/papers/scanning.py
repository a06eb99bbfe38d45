"""A real ClamAV daemon that knows one virus: the harmless test file that all scanners know."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

CLAMD = "/usr/sbin/clamd"
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
_SIGNATURE = "44d88612fea8a8f36de82e1278abb02f:68:Test.Eicar\n"


@contextlib.contextmanager
def a_scanner(folder: Path, *, largest: str = "60M", port: int = 0) -> Iterator[str]:
    """Start one in `folder` and give its address; it is gone afterwards."""
    folder.mkdir(parents=True, exist_ok=True)
    base = folder / "signatures"
    base.mkdir(exist_ok=True)
    (base / "eicar.hdb").write_text(_SIGNATURE)
    address = folder / "clamd.ctl"
    (folder / "clamd.conf").write_text(
        f"LocalSocket {address}\nDatabaseDirectory {base}\nForeground yes\nStreamMaxLength {largest}\n"
        f"TemporaryDirectory {folder}\nLogFile {folder / 'log'}\n"
        + (f"TCPSocket {port}\nTCPAddr 127.0.0.1\n" if port else "")
    )
    with subprocess.Popen(
        [CLAMD, "--config-file", str(folder / "clamd.conf")],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as daemon:
        try:
            _wait_for(address, daemon)
            yield str(address)
        finally:
            daemon.terminate()


def _wait_for(address: Path, daemon: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 30
    while time.monotonic() < end:
        assert daemon.poll() is None, "clamd did not start: is the package clamav-daemon there?"
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as line:
            line.connect(str(address))
            return
        time.sleep(0.05)
    raise AssertionError("clamd does not answer")
