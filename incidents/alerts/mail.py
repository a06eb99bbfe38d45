"""Alerts from mails, read with suspicion: text parts only, no attachment kept, HTML as the words in it."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
from email.message import EmailMessage
from email.utils import getaddresses, parsedate_to_datetime
from html.parser import HTMLParser
from typing import NamedTuple

from django.utils import timezone

from incidents.alerts.incoming import Incoming, Unreadable, incoming, moment_of
from incidents.policy.alerts import COLUMNS

LARGEST = 2 * 1024 * 1024
"""Bytes of one mail. A larger one stays in the mailbox, flagged, for a person."""
LONGEST_TEXT = 100_000
"""Characters of text read of one mail."""
MOST_PARTS = 100
_ADDRESSED = ("delivered-to", "x-original-to", "to", "cc")
_WORDS = {word: name for name, words in COLUMNS.items() for word in words}
_SKIPPED = {"script", "style", "head", "title"}
_BREAKS = {"br", "p", "div", "tr", "li", "h1", "h2", "h3", "table"}


class Letter(NamedTuple):
    """One mail, as far as it matters."""

    to: frozenset[str]
    sender: str
    message_id: str
    sent_at: dt.datetime | None
    subject: str
    text: str


def letter_of(raw: bytes) -> Letter:
    """The mail in words. Raises Unreadable when it is no mail at all."""
    try:
        message = email.message_from_bytes(raw, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        return Letter(
            to=frozenset(one for name in _ADDRESSED for one in _addresses(message, name)),
            sender=next(iter(_addresses(message, "from")), ""),
            message_id=_header(message, "message-id")[:180],
            sent_at=_sent_at(message),
            subject=_header(message, "subject"),
            text=_text(message)[:LONGEST_TEXT],
        )
    except (ValueError, LookupError, TypeError, AttributeError, IndexError, RecursionError, AssertionError):
        raise Unreadable("The mail cannot be read") from None  # hostile headers break the parser in many ways


def alert_of(letter: Letter, *, doubtful: bool) -> Incoming:
    """The alert that a mail tells of: lines like "User: …" fill it, and the whole text is what was typed or visited
    where no line says so.

    Raises Unreadable.
    """
    told = _lines(letter.text)
    if not told.get("content"):
        told["content"] = f"{letter.subject}\n{letter.text}".strip()
    told["raised_at"] = _moment(told.get("raised_at", ""), letter)
    told.setdefault("external_id", letter.message_id)
    if not told["external_id"]:
        del told["external_id"]
    for name in ("external_id", "user", "device", "category", "capture_reference"):
        if name in told:
            told[name] = told[name][:120]
    return incoming(told, doubtful=doubtful)


def _lines(text: str) -> dict[str, str]:
    """What lines of the shape "word: value" say; the first of each counts."""
    told: dict[str, str] = {}
    for line in text.splitlines():
        word, colon, value = line.partition(":")
        name = _WORDS.get(" ".join(word.lower().replace("_", " ").split()))
        if colon and name and value.strip():
            told.setdefault(name, value.strip())
    return told


def _moment(said: str, letter: Letter) -> str:
    """What the text says if it can be read, else when the mail was sent, else now."""
    try:
        return moment_of(said).isoformat()
    except Unreadable:
        sent = letter.sent_at or timezone.now()
    try:
        return moment_of(sent.isoformat()).isoformat()
    except Unreadable:
        return timezone.now().isoformat()


def _header(message: EmailMessage, name: str) -> str:
    return " ".join(str(message.get(name, "")).split())


def _addresses(message: EmailMessage, name: str) -> list[str]:
    found = getaddresses([str(one) for one in message.get_all(name, [])][:20])
    return [address.lower() for _, address in found if "@" in address]


def _sent_at(message: EmailMessage) -> dt.datetime | None:
    try:
        found = parsedate_to_datetime(str(message.get("date", "")))
        return found if found.tzinfo else found.replace(tzinfo=dt.UTC)
    except (ValueError, TypeError, OverflowError):
        return None


def _text(message: EmailMessage) -> str:
    """The plain text where there is one, else the words of the HTML. What is attached is not looked at."""
    plain: list[str] = []
    marked: list[str] = []
    for number, part in enumerate(message.walk()):
        if number >= MOST_PARTS:
            break
        if part.is_multipart() or part.get_content_disposition() == "attachment" or part.get_filename():
            continue
        if part.get_content_type() in ("text/plain", "text/html"):
            payload = part.get_payload(decode=True)
            charset = part.get_content_charset("utf-8")
            words = _decoded(payload if isinstance(payload, bytes) else b"", charset)
            (plain if part.get_content_type() == "text/plain" else marked).append(words)
    return "\n".join(plain) if any(one.strip() for one in plain) else "\n".join(map(words_of, marked))


def _decoded(payload: bytes, charset: str) -> str:
    try:
        return payload.decode(charset, "replace")
    except (LookupError, ValueError):
        return payload.decode("utf-8", "replace")


def words_of(html: str) -> str:
    """The words of some HTML, a line for each block; scripts and styles are left out. Nothing is fetched."""
    reader = _Words()
    reader.feed(html[: LONGEST_TEXT * 4])
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.words).splitlines())
    return "\n".join(line for line in lines if line)


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._within: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SKIPPED:
            self._within.append(tag)
        if tag in _BREAKS:
            self.words.append("\n")
        if tag in ("td", "th"):
            self.words.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if self._within and tag == self._within[-1]:
            self._within.pop()
        if tag in _BREAKS:
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._within:
            self.words.append(data)
