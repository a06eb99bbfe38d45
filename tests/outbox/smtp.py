"""A real SMTP server in a thread: keeps every mail byte for byte, and misbehaves as it is told.

    def test_something(mail_server):
        mail_server.refuse["dsl@school.example"] = "550 5.1.1 no such user"
        …
        assert [mail.to for mail in mail_server.received] == …

Any room may use it: `from tests.outbox.smtp import mail_server` in its conftest.py. Mail owed goes out when
`esafety.outbox.relay.drain()` is called.
"""

from __future__ import annotations

import asyncio
import email
import email.policy
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from email.message import EmailMessage
from typing import Any, NamedTuple

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session


class Received(NamedTuple):
    """One mail that the server took, as it came over the line."""

    sender: str
    recipients: tuple[str, ...]
    raw: bytes
    at: float

    @property
    def parsed(self) -> EmailMessage:
        message = email.message_from_bytes(self.raw, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        return message

    @property
    def to(self) -> str:
        return self.recipients[0]

    @property
    def message_id(self) -> str:
        return str(self.parsed["Message-ID"])

    @property
    def subject(self) -> str:
        return str(self.parsed["Subject"])

    @property
    def text(self) -> str:
        return str(self.parsed.get_content())


class MailServer:
    """The server. Set a fault before the mail comes; `start` and `stop` keep the port."""

    def __init__(self) -> None:
        self.received: list[Received] = []
        self.refuse: dict[str, str] = {}
        """Recipient → reply to RCPT, for instance `"550 no such user"`."""
        self.refuse_data: list[str] = []
        """Replies for the next mails at the end of DATA; then mails are taken again."""
        self.cut_after_data = 0
        """So many next mails are taken, and the line is cut before the reply."""
        self.slow_seconds = 0.0
        """How long each mail waits for its reply."""
        self.mail_begun = threading.Event()
        """Set when a mail has wholly arrived, before its reply."""
        self.connections = 0
        self.tried: Counter[str] = Counter()
        self._listener: socket.socket | None = None
        self._port = 0
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None

    @property
    def port(self) -> int:
        return self._port

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def listen(self) -> None:
        """Take the port, and let callers wait: a server that hangs, until `start`."""
        self._listener = socket.socket()
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._listener.bind(("127.0.0.1", self._port))
        self._listener.listen(64)
        self._port = self._listener.getsockname()[1]

    def start(self) -> MailServer:
        if self._listener is None:
            self.listen()
        ready = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(ready,), daemon=True)
        self._thread.start()
        assert ready.wait(5), "The test's mail server did not start"
        return self

    def stop(self) -> None:
        """The server is down: connections are cut, new ones refused."""
        if self._loop is not None and self._thread is not None:
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(5)
        elif self._listener is not None:
            self._listener.close()
        self._loop = self._thread = self._listener = None

    def wait_for(self, count: int, seconds: float = 15.0) -> None:
        """Until so many mails came. Raises AssertionError when they do not."""
        until = time.monotonic() + seconds
        while len(self.received) < count:
            assert time.monotonic() < until, f"{len(self.received)} of {count} mails after {seconds} seconds"
            time.sleep(0.02)

    def _run(self, ready: threading.Event) -> None:
        self._loop = loop = asyncio.new_event_loop()
        asyncio.set_event_loop(loop)
        server = loop.run_until_complete(loop.create_server(self._conversation, sock=self._listener))
        loop.call_soon(ready.set)
        loop.run_forever()
        server.close()
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.run_until_complete(asyncio.gather(*asyncio.all_tasks(loop), return_exceptions=True))
        loop.run_until_complete(asyncio.sleep(0))
        loop.close()

    def _conversation(self) -> SMTP:
        self.connections += 1
        return SMTP(_Handler(self), hostname="mail.test", loop=self._loop)


class _Handler:
    """aiosmtpd calls these by name."""

    def __init__(self, server: MailServer) -> None:
        self.server = server

    async def handle_RCPT(  # noqa: N802  (aiosmtpd's name)
        self, _smtp: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.server.tried[address] += 1
        if address in self.server.refuse:
            return self.server.refuse[address]
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 OK"

    async def handle_DATA(self, smtp: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        server = self.server
        server.mail_begun.set()
        if server.slow_seconds:
            await asyncio.sleep(server.slow_seconds)
        if server.refuse_data:
            return server.refuse_data.pop(0)
        server.received.append(
            Received(
                str(envelope.mail_from), tuple(envelope.rcpt_tos), bytes(envelope.content or b""), time.time()
            )
        )
        if server.cut_after_data:
            server.cut_after_data -= 1
            transport: Any = smtp.transport
            transport.abort()
            await asyncio.sleep(3600)
        return "250 taken"


@pytest.fixture
def mail_server(settings: Any) -> Iterator[MailServer]:
    """A healthy server, which Django's mail goes to."""
    server = MailServer().start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 2
    yield server
    server.stop()


def faults_of(mail: Received, canaries: Iterable[str]) -> list[str]:
    """What is wrong with a mail by the house's rules (quality.md S5), in words; empty when nothing is."""
    parsed, found = mail.parsed, []
    raw = mail.raw.decode("latin-1") + (mail.text if not parsed.is_multipart() else "") + mail.subject
    if len(mail.recipients) != 1 or len(parsed.get_all("To", [])) != 1 or "," in str(parsed["To"]):
        found.append("not exactly one recipient")
    found += [
        f"has {header}"
        for header in ("Cc", "Bcc", "Reply-To", "Disposition-Notification-To")
        if parsed[header]
    ]
    if parsed.is_multipart() or parsed.get_content_type() != "text/plain":
        found.append(f"is {parsed.get_content_type()}, not one plain text")
    if parsed["Auto-Submitted"] != "auto-generated":
        found.append("does not say that a machine sent it")
    found += [f"holds {canary!r}" for canary in canaries if canary and canary in raw]
    return found
