"""Starts `make run` with empty data, reads the sign-in page as a visitor would, and presses Ctrl-C.

Fails unless the page came, the end was clean, and no process of ours is left.

    python .ci/start_once.py FOLDER
"""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

SECONDS_TO_START = 300
SECONDS_TO_STOP = 30


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def still_running(data: Path) -> list[str]:
    """Processes started with our data folder in their environment (Linux)."""
    mark = f"DATA_DIR={data}\0".encode()
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if mark in (process / "environ").read_bytes():
                found.append((process / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        except OSError:
            continue
    return found


def sign_in_page(port: int, started: subprocess.Popen[bytes]) -> str:
    """The page that the front door leads to; waits until there is one."""
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and started.poll() is None:
        try:
            with urllib.request.urlopen(f"http://localhost:{port}/", timeout=10) as answer:
                return answer.read().decode()
        except urllib.error.HTTPError as refused:
            sys.exit(f"The front door answered {refused.code}.")
        except OSError:
            time.sleep(0.5)
    sys.exit("make run did not bring up a page.")


def main(data: Path) -> None:
    port, log = free_port(), data.with_suffix(".log")
    data.parent.mkdir(parents=True, exist_ok=True)
    ours = {"DATA_DIR": str(data), "PORT": str(port), "DEMO": "1", "ENV_FILE": os.devnull}
    with log.open("wb") as out:
        started = subprocess.Popen(
            ["make", "run"],
            env={**os.environ, **ours},
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        page = sign_in_page(port, started)
        time.sleep(2)  # let it say that it is ready
        os.killpg(started.pid, signal.SIGINT)  # what a terminal does for Ctrl-C
        started.wait(timeout=SECONDS_TO_STOP)
    finally:
        print(log.read_text())
        if started.poll() is None:
            os.killpg(started.pid, signal.SIGKILL)
    text = log.read_text()
    problems = [
        ("the page is not the sign-in page", 'type="password"' not in page),
        ("it did not say where it is", f"http://localhost:{port}/" not in text),
        ("it did not say that it stopped", "Stopped." not in text),
        ("it showed a stack trace", "Traceback" in text),
        (f"still running: {still_running(data)}", bool(still_running(data))),
    ]
    failed = [says for says, true in problems if true]
    if failed:
        sys.exit("make run: " + "; ".join(failed))
    print("make run: sign-in page fetched, ended cleanly.")


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
