"""The mailbox that monitoring providers write to: read over IMAP, a few mails at a time.

A mail is marked as seen only after what it says is kept; a crash in between reads it again, and it is known already.
What cannot be taken in stays in the mailbox, seen and flagged, for a person to look at.
"""

from __future__ import annotations

import imaplib
import logging
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from incidents.alerts.mail import LARGEST

log = logging.getLogger(__name__)
AT_ONCE = 50
"""Mails read in one run; the next run takes the rest."""
_BROKEN = (OSError, imaplib.IMAP4.error, EOFError)
"""What a broken or a hostile line raises."""
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


class MailboxDown(OSError):
    """The mailbox cannot be reached, or refuses us. The next run tries again."""


class Mailbox:
    """An open mailbox. Mails are named by their number in it, which stays when others are removed."""

    def __init__(self, imap: imaplib.IMAP4) -> None:
        self._imap = imap

    def unseen(self) -> list[str]:
        """The first mails nobody has dealt with."""
        found = self._asked("SEARCH", "UNSEEN")
        numbers = (found[0] or b"").split() if found else []
        return [number.decode("ascii", "replace") for number in numbers[:AT_ONCE]]

    def read(self, number: str) -> bytes | None:
        """A mail without marking it; None when it is too large or was removed meanwhile."""
        told = self._asked("FETCH", number, "(RFC822.SIZE)")
        size = _SIZE.search(b" ".join(one for one in told if isinstance(one, bytes)))
        if size is None or int(size.group(1)) > LARGEST:
            return None
        pieces = self._asked("FETCH", number, f"(BODY.PEEK[]<0.{LARGEST}>)")
        return next((piece[1] for piece in pieces if isinstance(piece, tuple)), None)

    def done(self, number: str, *, understood: bool) -> None:
        """Mark a mail as dealt with; one that was not understood is flagged too."""
        marks = r"(\Seen)" if understood else r"(\Seen \Flagged)"
        self._asked("STORE", number, "+FLAGS.SILENT", marks)

    def _asked(self, command: str, *words: str) -> list[Any]:
        """What the server answers. Raises MailboxDown when it refuses, or the line breaks."""
        try:
            answer, told = self._imap.uid(command, *words)
        except _BROKEN as why:
            raise MailboxDown(f"The mailbox of alerts cannot be read: {type(why).__name__}") from None
        if answer != "OK":
            raise MailboxDown("The mailbox of alerts refused what it was asked")
        return told


@contextmanager
def open_mailbox() -> Iterator[Mailbox]:
    """The mailbox of the setting ALERTS_MAILBOX_URL. Raises MailboxDown, whatever goes wrong on the line."""
    place = urlsplit(settings.ALERTS_MAILBOX_URL)
    imap: imaplib.IMAP4 | None = None
    try:
        imap = _connected(place.scheme, place.hostname or "", place.port)
        imap.login(unquote(place.username or ""), unquote(place.password or ""))
        answer, _ = imap.select(f'"{unquote(place.path.strip("/")) or "INBOX"}"')
        if answer != "OK":
            raise MailboxDown("The mailbox has no such folder")
        yield Mailbox(imap)
    except MailboxDown:
        raise
    except _BROKEN as why:
        raise MailboxDown(f"The mailbox of alerts cannot be read: {type(why).__name__}") from None
    finally:
        if imap is not None:
            with suppress(*_BROKEN):
                imap.logout()
            with suppress(*_BROKEN):
                imap.shutdown()


def _connected(scheme: str, host: str, port: int | None) -> imaplib.IMAP4:
    seconds = settings.ALERTS_MAILBOX_TIMEOUT
    if scheme == "imaps":
        trusted = ssl.create_default_context(cafile=settings.ALERTS_MAILBOX_CA or None)
        return imaplib.IMAP4_SSL(host, port or 993, ssl_context=trusted, timeout=seconds)
    raise ImproperlyConfigured("ALERTS_MAILBOX_URL must begin with imaps://")
