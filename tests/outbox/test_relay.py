"""The relay as a real process: finds what is owed, survives what happens to machines, ends when asked."""

from __future__ import annotations

import datetime as dt
import signal
import threading
import time
from collections import Counter
from pathlib import Path

import pytest
from django.db import connection, transaction

from esafety.outbox.models import Message
from esafety.outbox.patience import LEASE
from esafety.outbox.relay import Lane
from esafety.people.models import School, User
from tests.outbox.conftest import Start, eventually, make_due, promise
from tests.outbox.smtp import MailServer

pytestmark = pytest.mark.django_db(transaction=True)
RELAY = ("manage.py", "relay")


def all_settled() -> bool:
    return not Message.objects.exclude(state="done").exists()


def test_what_is_promised_goes_out_at_once_over_one_connection(
    start: Start, mail_server: MailServer, school: School, dsl: User
) -> None:
    start(*RELAY, EMAIL_URL=mail_server.url)
    promise(dsl, school, key="first")
    mail_server.wait_for(1, 20)
    connections = mail_server.connections
    begun = time.monotonic()
    with transaction.atomic():
        for number in range(50):
            promise(dsl, school, key=str(number))
    mail_server.wait_for(51)
    assert time.monotonic() - begun < 5
    assert mail_server.connections == connections + 1
    eventually(all_settled)


def test_mail_is_written_to_a_folder_when_no_server_is_set(
    start: Start, school: School, dsl: User, tmp_path: Path
) -> None:
    folder = tmp_path / "where things are, 100% #1?"
    start(*RELAY, DATA_DIR=str(folder))
    promise(dsl, school)
    eventually(all_settled, 20)
    (mail,) = (folder / "mail").iterdir()
    assert "To: dsl@marsh.example" in mail.read_text()


def test_two_relays_send_each_message_once(
    start: Start, mail_server: MailServer, school: School, dsl: User
) -> None:
    for number in range(60):
        promise(dsl, school, key=str(number))
    start(*RELAY, EMAIL_URL=mail_server.url)
    start(*RELAY, EMAIL_URL=mail_server.url)
    mail_server.wait_for(60, 30)
    eventually(all_settled)
    time.sleep(0.6)
    assert _sent(mail_server) == Counter({message.message_id: 1 for message in Message.objects.all()})


def test_a_server_that_was_down_gets_everything_once_when_it_is_back(
    start: Start, mail_server: MailServer, school: School, dsl: User
) -> None:
    mail_server.stop()
    for number in range(20):
        promise(dsl, school, key=str(number))
    start(*RELAY, EMAIL_URL=mail_server.url)
    eventually(lambda: Message.objects.exclude(last_error="").exists(), 20)
    mail_server.start()
    mail_server.wait_for(20, 40)
    eventually(all_settled)
    assert set(_sent(mail_server).values()) == {1}
    assert _sent(mail_server).total() == 20


def test_killed_in_the_middle_of_a_mail_nothing_is_lost(
    start: Start, mail_server: MailServer, school: School, dsl: User
) -> None:
    for number in range(10):
        promise(dsl, school, key=str(number))
    mail_server.slow_seconds = 0.3
    relay = start(*RELAY, EMAIL_URL=mail_server.url)
    mail_server.wait_for(3, 20)
    mail_server.mail_begun.clear()
    assert mail_server.mail_begun.wait(5)
    relay.send_signal(signal.SIGKILL)
    relay.wait(5)
    mail_server.slow_seconds = 0
    held = Message.objects.get(state="owed", attempts=1)
    assert held.due_at > held.created_at + LEASE - dt.timedelta(seconds=30)

    start(*RELAY, EMAIL_URL=mail_server.url)
    eventually(lambda: Message.objects.filter(state="done").count() == 9, 20)
    held.refresh_from_db()
    assert held.state == "owed"  # its holder may still be sending: left alone until the lease ends
    make_due()
    eventually(all_settled, 20)
    sent = _sent(mail_server)
    assert set(sent) == set(Message.objects.values_list("message_id", flat=True))
    assert {message_id for message_id, times in sent.items() if times > 1} <= {held.message_id}


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_told_to_stop_it_is_gone_within_a_second_even_while_a_mail_hangs(
    start: Start, mail_server: MailServer, school: School, dsl: User, number: int
) -> None:
    mail_server.slow_seconds = 30
    promise(dsl, school)
    relay = start(*RELAY, EMAIL_URL=mail_server.url)
    assert mail_server.mail_begun.wait(20)
    begun = time.monotonic()
    relay.send_signal(number)
    assert relay.wait(5) == 0
    assert time.monotonic() - begun < 1.2


def test_a_locked_database_is_waited_for(
    start: Start, mail_server: MailServer, school: School, dsl: User
) -> None:
    relay = start(*RELAY, EMAIL_URL=mail_server.url)
    promise(dsl, school, key="before")
    mail_server.wait_for(1, 20)
    promise(dsl, school, key="during")
    with transaction.atomic():
        Message.objects.select_for_update().count()
        Message.objects.update(last_error="")
        time.sleep(1)
    promise(dsl, school, key="after")
    mail_server.wait_for(3, 30)
    assert relay.poll() is None


def test_a_lane_rests_longer_while_nothing_works_and_then_goes_on(db: None) -> None:
    troubles = iter([OSError("gone"), OSError("still gone"), None])

    def work() -> None:
        trouble = next(troubles)
        if trouble:
            raise trouble

    lane = Lane("test", work, threading.Event())
    assert [lane.round() for _ in range(3)] == [0.5, 1.0, 0.25]


@pytest.mark.postgres
def test_a_database_that_restarts_is_found_again(
    start: Start, mail_server: MailServer, school: School, dsl: User
) -> None:
    relay = start(*RELAY, EMAIL_URL=mail_server.url)
    promise(dsl, school, key="before")
    mail_server.wait_for(1, 20)
    with connection.cursor() as cursor:  # what a restart does to everybody connected
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()"
        )
    promise(dsl, school, key="after")
    mail_server.wait_for(2, 20)
    assert relay.poll() is None


def _sent(server: MailServer) -> Counter[str]:
    return Counter(mail.message_id for mail in server.received)
