"""Keeps a few processes running as one: starts them, restarts what dies, stops them in order.

Each child has a session of its own, so that Ctrl-C reaches only us and we decide the order. On Linux
a child is also told when we are killed outright, so nothing stays behind holding the port.
"""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence

PATIENCE = 10.0
"""Seconds a child has to end by itself; a child that lived longer than this was not a quick crash."""
MOST_QUICK_CRASHES = 5
FIRST_WAIT = 0.5
"""Seconds before the first restart; each further quick crash doubles it."""
LOOK_EVERY = 0.2
_PR_SET_PDEATHSIG = 1


def _end_with_parent() -> None:
    """Runs in the child: ask Linux for SIGTERM when the parent is gone."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


class Child:
    """One process: how it is started, and how often in a row it died young."""

    def __init__(self, name: str, command: Sequence[str]) -> None:
        self.name = name
        self.command = command
        self.quick_crashes = 0
        self.start_at = 0.0
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        on_linux = sys.platform == "linux"
        self.started_at = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603 (our own commands)
            self.command, start_new_session=True, preexec_fn=_end_with_parent if on_linux else None
        )

    def tend(self) -> str:
        """Start it, or see whether it died; returns a sentence when there is something to tell."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.start_at:
                self.start()
            return ""
        if self.process.poll() is None:
            return ""
        quick = now - self.started_at < PATIENCE
        self.quick_crashes = self.quick_crashes + 1 if quick else 1
        wait = FIRST_WAIT * 2 ** (self.quick_crashes - 1)
        self.start_at, code, self.process = now + wait, self.process.returncode, None
        return f"The {self.name} ended by itself (code {code}). Starting it again in {wait:g} s."

    @property
    def hopeless(self) -> bool:
        return self.quick_crashes >= MOST_QUICK_CRASHES

    def signal(self, number: int) -> None:
        """To the whole session of the child, so that its own children hear it when it is SIGKILL."""
        if self.process is None:
            return
        send = os.killpg if number == signal.SIGKILL else os.kill
        try:
            send(self.process.pid, number)
        except ProcessLookupError:
            return

    def stop(self, hurry: Callable[[], bool]) -> None:
        """Ask, wait as long as patience lasts, then insist."""
        if self.process is None:
            return
        self.signal(signal.SIGTERM)
        deadline = time.monotonic() + PATIENCE
        while self.process.poll() is None and time.monotonic() < deadline and not hurry():
            time.sleep(0.05)
        self.signal(signal.SIGKILL)
        self.process.wait()


class Supervisor:
    """The children in the order in which they are stopped."""

    def __init__(self, children: Sequence[Child], say: Callable[[str], None]) -> None:
        self.children = children
        self.say = say
        self.asked_to_stop = 0
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop_asked)

    def _stop_asked(self, *_: object) -> None:
        self.asked_to_stop += 1

    def run(self, answers: Callable[[], bool], ready: Callable[[], None]) -> bool:
        """Until asked to stop (True), or until a child cannot be kept running (False).

        `answers` says whether the site can be used; the first time it does, `ready` is called.
        """
        try:
            return self._watch(answers, ready)
        finally:
            for child in self.children:
                child.stop(hurry=lambda: self.asked_to_stop > 1)

    def _watch(self, answers: Callable[[], bool], ready: Callable[[], None]) -> bool:
        is_ready = False
        while not self.asked_to_stop:
            for child in self.children:
                told = child.tend()
                if child.hopeless:
                    self.say(f"The {child.name} cannot be kept running; the lines above say why.")
                    return False
                if told:
                    self.say(told)
            if not is_ready and answers():
                is_ready = True
                ready()
            time.sleep(LOOK_EVERY)
        return True
