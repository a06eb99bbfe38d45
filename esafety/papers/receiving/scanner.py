"""Talking to ClamAV's daemon: its INSTREAM command, over the socket that CLAMAV_ADDRESS names.

The bytes go to the scanner as they are unsealed and are kept by neither side on our disk; put the scanner's
own temporary folder on a tmpfs (docs/running.md).
"""

from __future__ import annotations

import re
import socket
from collections.abc import Iterable
from typing import Final

from django.conf import settings

from esafety.outbox.patience import Fault, NotDone

SECONDS: Final = 60
"""How long one step of the talk may take."""
_PIECE: Final = 64 * 1024
_FOUND: Final = re.compile(r"stream: (.{1,200}) FOUND\Z")


def is_set_up() -> bool:
    """Whether this building has a scanner."""
    return bool(settings.CLAMAV_ADDRESS)


def scan(content: Iterable[bytes]) -> str:
    """The scanner's name for what it found, or nothing for a clean file.

    Raises NotDone when it is away or does not answer plainly: what was not judged stays in quarantine.
    """
    try:
        with _connect() as line:
            answer = _ask(line, content)
    except OSError as error:
        raise NotDone(f"scanner: {type(error).__name__}", Fault.AWAY) from error
    if answer == "stream: OK":
        return ""
    found = _FOUND.match(answer)
    if found is None:
        raise NotDone(f"scanner: {_code(answer)}", Fault.AWAY)
    return found[1][:100]


def _connect() -> socket.socket:
    address: str = settings.CLAMAV_ADDRESS
    if not address.startswith("/"):
        host, _, port = address.rpartition(":")
        return socket.create_connection((host.strip("[]"), int(port)), timeout=SECONDS)
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    line.settimeout(SECONDS)
    try:
        line.connect(address)
    except OSError:
        line.close()
        raise
    return line


def _ask(line: socket.socket, content: Iterable[bytes]) -> str:
    line.sendall(b"zINSTREAM\0")
    try:
        for piece in content:
            for start in range(0, len(piece), _PIECE):
                part = piece[start : start + _PIECE]
                line.sendall(len(part).to_bytes(4, "big") + part)
        line.sendall(b"\0\0\0\0")
    except (BrokenPipeError, ConnectionResetError):
        pass  # it has heard enough: its answer says why
    return _answer(line)


def _answer(line: socket.socket) -> str:
    said = b""
    while len(said) < 4096 and (piece := line.recv(4096)):
        said += piece
    return said.rstrip(b"\0\n").decode("utf-8", "replace")


def _code(answer: str) -> str:
    return "too large for it" if "size limit" in answer else "no plain answer"
