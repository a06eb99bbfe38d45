"""People report while parts of the product are killed; afterwards everything that was acknowledged is looked for."""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import psycopg2
import requests

from tests.production.installation import Installation, command_of, eventually
from tests.production.visitor import Visitor
from tests.reliability.cluster import Cluster

WORDS = "A boy in the class chat asked her to send him money."
PARTS = ("database", "web", "web worker", "worker", "beat", "relay")
BETWEEN = (0.5, 2.5)
"""Seconds between the product's being back and the next kill."""


class Counted(NamedTuple):
    """In Jepsen's words. Lost: records, trail entries, and messages that never came to the mail server."""

    attempted: int
    acknowledged: int
    lost: int
    without_trail: int
    without_mail: int
    duplicated: int
    unexpected: int
    recovered: int
    mails_twice: int

    @property
    def is_sound(self) -> bool:
        """A mail may come twice when its sender is killed between the server's taking it and our noting that."""
        return not (
            self.lost or self.without_trail or self.without_mail or self.duplicated or self.unexpected
        )


class Reporting:
    """So many people who report one concern after the other. What the product acknowledged is kept by its key."""

    def __init__(self, here: Installation, people: int) -> None:
        self.here, self.attempted, self.failed = here, 0, Counter[str]()
        self.keys: list[str] = []
        self.begun: set[str] = set()
        self.stop = threading.Event()
        self._lock = threading.Lock()
        self._threads = [threading.Thread(target=self._report) for _ in range(people)]

    def __enter__(self) -> Reporting:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop.set()
        for thread in self._threads:
            thread.join(60)

    def _report(self) -> None:
        visitor = Visitor(self.here)
        while not self.stop.is_set():
            try:
                if not visitor.session.cookies.get("__Host-session"):
                    visitor.sign_in("teacher@harbour.example")
                with self._lock:
                    self.attempted += 1
                key = visitor.report(WORDS)
                with self._lock:
                    self.keys.append(key)
            except (requests.RequestException, AssertionError) as error:
                with self._lock:
                    self.failed[f"{type(error).__name__} {str(error)[:60]}"] += 1
                time.sleep(0.2)


class Killer:
    """Kills a part, starts it again as systemd would, and says how long it took until the product was back."""

    def __init__(self, here: Installation, cluster: Cluster, seed: int) -> None:
        self.here, self.cluster, self.chance = here, cluster, random.Random(seed)
        self.killed: Counter[str] = Counter()
        self.back_after: list[float] = []

    def kill(self, part: str) -> None:
        self.killed[part] += 1
        if part == "database":
            self.cluster.kill()
            self.cluster.start()
        elif part == "web worker":
            for pid in sorted(self.here.workers())[:1]:
                _kill(pid)
        else:
            self._kill_process(part)
        begun = time.monotonic()
        eventually(self._is_back, 60)
        self.back_after.append(time.monotonic() - begun)

    def go_on(self, kills: int) -> None:
        """Each part in turn, at moments that the seed decides."""
        for number in range(kills):
            time.sleep(self.chance.uniform(*BETWEEN))
            self.kill(PARTS[number % len(PARTS)])

    def _kill_process(self, part: str) -> None:
        process = self.here.running[part]
        children = _children(process.pid)
        process.send_signal(signal.SIGKILL)
        process.wait()
        for pid in children:
            _kill(pid)
        if part == "web":
            self.here.begin_web()
        else:
            private = [
                word.replace("/tmp/celerybeat", f"{self.here.folder}/celerybeat") for word in command_of(part)
            ]
            self.here.begin(part, private)

    def _is_back(self) -> bool:
        try:
            return Visitor(self.here).get("/health/ready").text == "ready"
        except requests.RequestException:
            return False


def _children(pid: int) -> list[int]:
    try:
        with open(f"/proc/{pid}/task/{pid}/children") as found:
            return [int(child) for child in found.read().split()]
    except FileNotFoundError:
        return []


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def settle(here: Installation) -> None:
    """Until everything owed was sent. What a killed sender had in hand waits for the end of its lease, two minutes."""
    eventually(lambda: _owed(here) == 0, 240)


def count(here: Installation, people: Reporting, known_before: int) -> Counted:
    """What became of everything that was reported."""
    acknowledged = people.keys
    records = Counter(str(key) for (key,) in _rows(here, "SELECT submission_key FROM incidents_incident"))
    twice = sum(records[key] > 1 for key in records)
    told = {pk for (pk,) in _rows(here, _TOLD)}
    entered = {pk for (pk,) in _rows(here, _ENTERED)}
    kept = dict(_rows(here, "SELECT submission_key::text, id FROM incidents_incident"))
    arrived = Counter(mail.message_id for mail in here.mail.received)
    return Counted(
        attempted=people.attempted,
        acknowledged=len(acknowledged),
        lost=sum(key not in records for key in acknowledged),
        without_trail=sum(pk not in entered for pk in kept.values()),
        without_mail=sum(pk not in told for pk in kept.values())
        + max(0, int(here.ask(_SENT)) - len(arrived)),
        duplicated=twice + len(acknowledged) - len(set(acknowledged)),
        unexpected=max(0, len(records) - known_before - people.attempted),
        recovered=len(records) - known_before - sum(key in records for key in acknowledged),
        mails_twice=sum(times > 1 for times in arrived.values()),
    )


_TOLD = (
    "SELECT DISTINCT about_id FROM outbox_message WHERE about_label = 'incidents.incident' AND state = 'done'"
)
_ENTERED = "SELECT about_id FROM audit_auditevent WHERE code = 'incident.reported'"
_SENT = "SELECT count(*) FROM outbox_message WHERE state = 'done'"


def _owed(here: Installation) -> int:
    return int(
        here.ask("SELECT count(*) FROM outbox_message WHERE state NOT IN ('done', 'parked', 'withheld')")
    )


def _rows(here: Installation, sql: str) -> list[tuple[Any, ...]]:
    with psycopg2.connect(here.owner_url) as there, there.cursor() as cursor:
        cursor.execute(sql)
        found = cursor.fetchall()
    there.close()
    return found


@contextmanager
def mail_server_away(here: Installation) -> Iterator[None]:
    """Connections are refused."""
    here.mail.stop()
    try:
        yield
    finally:
        here.mail.start()
