"""`python -m benchmarks.mailing`: invitations by mail, against the mail server's own rate.

The **floor** hands finished mails to the server over one connection, one after the other, and does nothing else. Ours
is one round of the relay: it looks for what is due, and for each mail claims it, asks again whether its recipient may
have it, writes it, hands it over and notes that. Asked by turns, a hundred mails each: A B B A. The server is a
process of its own on this machine; the second line of each pair lets it answer as one at 20 milliseconds' distance.
"""

from __future__ import annotations

import argparse
import smtplib
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from benchmarks.scratch import say, scratch, where, write
from benchmarks.signing import evening, invite

if TYPE_CHECKING:
    from django.core.mail import EmailMessage

DISTANCES_MS = (0, 20)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.mailing")
    parser.add_argument("--rounds", type=int, default=5, help="of four times a hundred mails")
    parser.add_argument("--sqlite", action="store_true")
    parser.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    asked = parser.parse_args()
    with scratch(asked.sqlite):
        lines = list(_measure(asked.rounds))
    table = "\n".join(lines)
    print(table)
    if asked.write:
        write("mailing", table)
    return 0


def _measure(rounds: int) -> Iterator[str]:
    from django.db import connection

    from esafety.outbox.relay import BATCH

    say("bringing families in, promising their mails")
    invite(*evening(2 * BATCH * rounds * len(DISTANCES_MS) + BATCH))
    yield (
        where(connection.vendor, rounds).partition("gunicorn")[0]
        + f"{rounds} rounds of four times {BATCH} mails."
    )
    yield ""
    yield "| the server answers | its own rate, mails a second | ours | of its rate | quartiles | connections a batch |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for distance in DISTANCES_MS:
        line = _line(distance, rounds)
        say(line)
        yield line


def _line(distance_ms: int, rounds: int) -> str:
    from django.conf import settings

    from esafety.outbox.relay import BATCH

    with _server(distance_ms) as port:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        floors, ours, shares = [], [], []
        for _ in range(rounds):
            mails = _finished(BATCH)
            first, one, other, last = _floor(port, mails), _ours(), _ours(), _floor(port, mails)
            floors += [first, last]
            ours += [one, other]
            shares.append((first + last) / (one + other))
    low, middle, high = statistics.quantiles(shares, n=4)
    away = f"after {distance_ms} ms" if distance_ms else "at once"
    cells = (
        away,
        f"{BATCH / statistics.median(floors):.0f}",
        f"{BATCH / statistics.median(ours):.0f}",
        f"**{middle:.0%}**",
        f"{low:.0%}–{high:.0%}",
        "1",
    )
    return f"| {' | '.join(cells)} |"


def _finished(count: int) -> list[EmailMessage]:
    """The very mails that are due next, written but not handed over."""
    from esafety.outbox.models import Message
    from esafety.outbox.notices import declared_notices
    from esafety.outbox.post import compose

    due = Message.objects.due()[:count]
    return [compose(one, declared_notices()[one.notice], one.record()) for one in due]


def _floor(port: int, mails: list[EmailMessage]) -> float:
    finished = [(mail.from_email, mail.to, mail.message().as_bytes(linesep="\r\n")) for mail in mails]
    began = time.perf_counter()
    with smtplib.SMTP("127.0.0.1", port) as line:
        for mail in finished:
            line.sendmail(*mail)
    return time.perf_counter() - began


def _ours() -> float:
    from esafety.outbox.models import Message
    from esafety.outbox.registry import promises
    from esafety.outbox.relay import BATCH, keep_due

    mails = next(promise for promise in promises() if promise.model is Message)
    before = Message.objects.filter(state="done").count()
    began = time.perf_counter()
    keep_due(mails)
    took = time.perf_counter() - began
    sent = Message.objects.filter(state="done").count() - before
    assert sent == BATCH, f"{sent} of {BATCH} were handed over"
    return took


@contextmanager
def _server(distance_ms: int) -> Iterator[int]:
    command = [sys.executable, "-m", "benchmarks.mail_server", str(distance_ms)]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    try:
        yield int(server.stdout.readline())
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    sys.exit(main())
