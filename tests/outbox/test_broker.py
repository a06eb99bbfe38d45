"""With a broker: it is only a bell. Whatever it does, requests stay quick and every message goes once."""

from __future__ import annotations

import json
import shutil
import signal
import socket
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from esafety.outbox.models import Message
from esafety.people.models import School, User
from tests.outbox.conftest import Start, eventually
from tests.outbox.smtp import MailServer

pytestmark = pytest.mark.django_db(transaction=True)
QUICK_MS = 200
WORKER = ("-m", "celery", "-A", "esafety", "worker", "-P", "threads", "-c", "2", "-l", "WARNING")


class Redis:
    """A real one, that can be hung and stopped."""

    def __init__(self) -> None:
        program = shutil.which("redis-server")
        assert program, "redis-server is missing: apt-get install redis-server"
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.process = subprocess.Popen(
            [program, "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"],
            stdout=subprocess.DEVNULL,
        )
        eventually(self._answers)

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def hang(self) -> None:
        self.process.send_signal(signal.SIGSTOP)

    def end(self) -> None:
        self.process.send_signal(signal.SIGCONT)
        self.process.kill()
        self.process.wait(5)

    def _answers(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0


@pytest.fixture
def redis() -> Iterator[Redis]:
    server = Redis()
    yield server
    if server.process.poll() is None:
        server.end()


def knock(start: Start, tmp_path: Path, redis: Redis, prefix: str, count: int = 20) -> list[float]:
    """Promise messages in a process of its own; milliseconds each took."""
    knocker = start("-m", "tests.outbox.knocker", prefix, str(count), "3", JOBS="celery", REDIS_URL=redis.url)
    log = tmp_path / f"{knocker.pid}.log"
    eventually(lambda: "]\n" in log.read_text(), 20)
    took: list[float] = json.loads(
        next(line for line in log.read_text().splitlines() if line.startswith("["))
    )
    return took


def test_workers_send_what_the_bell_rings_for(
    start: Start, mail_server: MailServer, redis: Redis, school: School, dsl: User, tmp_path: Path
) -> None:
    start(*WORKER, JOBS="celery", REDIS_URL=redis.url, EMAIL_URL=mail_server.url)
    took = knock(start, tmp_path, redis, "up")
    assert max(took) < QUICK_MS
    mail_server.wait_for(20, 30)  # no relay runs: the workers did it


def test_two_workers_and_two_relays_send_each_message_once(
    start: Start, mail_server: MailServer, redis: Redis, school: School, dsl: User, tmp_path: Path
) -> None:
    environment = {"JOBS": "celery", "REDIS_URL": redis.url, "EMAIL_URL": mail_server.url}
    for command in (WORKER, WORKER, ("manage.py", "relay"), ("manage.py", "relay")):
        start(*command, **environment)
    knock(start, tmp_path, redis, "many", 100)
    mail_server.wait_for(100, 40)
    eventually(lambda: Message.objects.filter(state="done").count() == 100)
    time.sleep(1)
    sent = Counter(mail.message_id for mail in mail_server.received)
    assert sent == Counter({message.message_id: 1 for message in Message.objects.all()})


@pytest.mark.parametrize("trouble", ["hung", "down"])
def test_a_broker_in_trouble_slows_no_request_and_loses_no_mail(
    start: Start,
    mail_server: MailServer,
    redis: Redis,
    school: School,
    dsl: User,
    tmp_path: Path,
    trouble: str,
) -> None:
    redis.hang() if trouble == "hung" else redis.end()
    start("manage.py", "relay", JOBS="celery", REDIS_URL=redis.url, EMAIL_URL=mail_server.url)
    took = knock(start, tmp_path, redis, trouble)
    assert max(took) < QUICK_MS
    mail_server.wait_for(20, 30)
    assert len({mail.message_id for mail in mail_server.received}) == len(mail_server.received) == 20
