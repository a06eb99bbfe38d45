"""A real IMAP server in a thread, over TLS: one mailbox, its mails and their flags; it misbehaves as it is told.

It speaks as much of RFC 3501 as a client needs that reads a mailbox: LOGIN, SELECT, UID SEARCH, UID FETCH, UID STORE,
LOGOUT; literals, quoted strings, BODY.PEEK with a range. The client is Python's own `imaplib`, which checks what it
says.
"""

from __future__ import annotations

import datetime as dt
import re
import socketserver
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from ipaddress import IPv4Address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

USER, PASSWORD = "alerts", 'otter "lantern"'
_PEEK = re.compile(r"BODY\.PEEK\[\]<0\.(\d+)>")


@dataclass
class Mail:
    """One mail in the mailbox."""

    uid: int
    raw: bytes
    flags: set[str] = field(default_factory=set)


class MailboxServer:
    """The server. `put` a mail; look at its flags afterwards."""

    def __init__(self, folder: Path) -> None:
        self.mails: list[Mail] = []
        self.refuse: set[str] = set()
        """Commands that are answered with NO, for instance `"STORE"`."""
        self.cut: set[str] = set()
        """Commands at which the line is cut."""
        self.said: list[str] = []
        self.certificate, self._key = _certificate(folder)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, self._key)
        owner = self

        class Handler(_Conversation):
            server_ = owner

        class Server(socketserver.ThreadingTCPServer):
            allow_reuse_address, daemon_threads = True, True

            def get_request(self) -> tuple[ssl.SSLSocket, object]:
                sock, address = super().get_request()
                return context.wrap_socket(sock, server_side=True), address

            def handle_error(self, request: object, client_address: object) -> None:
                """A line that was cut is no news."""

        self._server = Server(("127.0.0.1", 0), Handler)
        threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        ).start()

    @property
    def url(self) -> str:
        port = self._server.server_address[1]
        return f"imaps://{USER}:otter%20%22lantern%22@127.0.0.1:{port}/INBOX"

    def put(self, raw: bytes) -> Mail:
        """A mail arrives."""
        mail = Mail(len(self.mails) + 7, raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
        self.mails.append(mail)
        return mail

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Conversation(socketserver.StreamRequestHandler):
    server_: MailboxServer

    def handle(self) -> None:
        self._say("* OK ready")
        signed_in = False
        while line := self.rfile.readline():
            tag, command, rest = _parts(line)
            self.server_.said.append(command)
            if command in self.server_.cut:
                return
            if command in self.server_.refuse:
                self._say(f"{tag} NO not now")
            elif command == "LOGIN":
                signed_in = rest == f'{USER} "{PASSWORD.replace(chr(34), chr(92) + chr(34))}"'
                self._say(f"{tag} OK in" if signed_in else f"{tag} NO [AUTHENTICATIONFAILED] wrong")
            elif command == "CAPABILITY":
                self._say("* CAPABILITY IMAP4rev1", f"{tag} OK done")
            elif command == "LOGOUT":
                self._say("* BYE bye", f"{tag} OK out")
                return
            elif not signed_in:
                self._say(f"{tag} NO sign in first")
            elif command == "SELECT":
                here = rest.strip('"') == "INBOX"
                self._say(*([f"* {len(self.server_.mails)} EXISTS"] if here else []))
                self._say(f"{tag} OK [READ-WRITE] open" if here else f"{tag} NO no such folder")
            else:
                self._mails(tag, command, rest)

    def _mails(self, tag: str, command: str, rest: str) -> None:
        if command == "SEARCH":
            found = [str(mail.uid) for mail in self.server_.mails if "\\Seen" not in mail.flags]
            self._say(" ".join(["* SEARCH", *found]), f"{tag} OK done")
            return
        uid, _, asked = rest.partition(" ")
        place, mail = next(
            (number, one) for number, one in enumerate(self.server_.mails, 1) if str(one.uid) == uid
        )
        if command == "STORE":
            mail.flags |= set(re.findall(r"\\\w+", asked))
        elif peek := _PEEK.search(asked):
            part = mail.raw[: int(peek.group(1))]
            self._say(f"* {place} FETCH (UID {uid} BODY[]<0> {{{len(part)}}}")
            self.wfile.write(part)
            self._say(")")
        elif "BODY[" in asked:
            raise AssertionError("A mail is looked at without BODY.PEEK, which marks it as seen")
        else:
            self._say(f"* {place} FETCH (UID {uid} RFC822.SIZE {len(mail.raw)})")
        self._say(f"{tag} OK done")

    def _say(self, *lines: str) -> None:
        for line in lines:
            self.wfile.write(line.encode() + b"\r\n")


def _parts(line: bytes) -> tuple[str, str, str]:
    tag, _, rest = line.decode().strip().partition(" ")
    command, _, rest = rest.partition(" ")
    if command.upper() == "UID":
        command, _, rest = rest.partition(" ")
    return tag, command.upper(), rest


def _certificate(folder: Path) -> tuple[str, str]:
    """A certificate for 127.0.0.1 that is its own authority."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail.test")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    for_cert, for_key = folder / "mail.pem", folder / "mail.key"
    for_cert.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    for_key.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return str(for_cert), str(for_key)


@pytest.fixture
def mailbox(tmp_path: Path, settings: object) -> Iterator[MailboxServer]:
    """A mailbox that the product is set up to read."""
    server = MailboxServer(tmp_path)
    settings.ALERTS_MAILBOX_URL, settings.ALERTS_MAILBOX_CA = server.url, server.certificate  # type: ignore[attr-defined]
    settings.ALERTS_MAILBOX_TIMEOUT = 5  # type: ignore[attr-defined]
    yield server
    server.stop()
