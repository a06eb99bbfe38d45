"""The mail itself, and the line to the mail server."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from esafety.outbox.models import Message
from esafety.outbox.notices import Notice
from esafety.outbox.patience import Fault, NotDone

CLOSING = "{school}\n\nThis message was sent by a machine that does not read answers."
SERVICE_CLOSING = 421
_PERMANENT = 500


def compose(message: Message, notice: Notice, about: Any) -> EmailMessage:
    """The mail: plain text, one recipient, nobody to answer to, no attachment, nothing of the matter."""
    words = {
        "school": " ".join(message.school.name.split()),
        "reference": str(getattr(about, "reference", "") or ""),
    }
    link = settings.BASE_URL + notice.path(about)
    return EmailMessage(
        subject=notice.subject.format_map(words),
        body=f"{notice.body}\n\n{CLOSING}\n".format_map({**words, "link": link}),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[message.recipient.email],
        headers={
            "Message-ID": message.message_id,
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
        },
    )


class Line:
    """A connection to the mail server, opened when first needed and dropped after any trouble."""

    def __init__(self) -> None:
        self._backend: BaseEmailBackend | None = None

    def send(self, mail: EmailMessage) -> None:
        """Hand over one mail. Raises NotDone, saying whose fault it is."""
        try:
            self._opened().send_messages([mail])
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            raise _explained(error) from None

    def close(self) -> None:
        """Hang up."""
        if self._backend is not None:
            with suppress(smtplib.SMTPException, OSError):
                self._backend.close()
        self._backend = None

    def _opened(self) -> BaseEmailBackend:
        if self._backend is None:
            self._backend = get_connection()
            self._backend.open()
        return self._backend


_shared: ContextVar[Line | None] = ContextVar("line", default=None)


@contextmanager
def line() -> Iterator[Line]:
    """One line for everything sent inside the block; a block inside another uses the outer one's."""
    outer = _shared.get()
    if outer is not None:
        yield outer
        return
    fresh = Line()
    token = _shared.set(fresh)
    try:
        yield fresh
    finally:
        _shared.reset(token)
        fresh.close()


def _explained(error: Exception) -> NotDone:
    """What went wrong as kind and code: the server's own words may hold an address."""
    code = _code(error)
    if isinstance(error, smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError) and code != SERVICE_CLOSING:
        fault = Fault.NEVER if code >= _PERMANENT else Fault.LATER
        return NotDone(f"the mail server refused it ({code})", fault)
    return NotDone(f"the mail server did not take mail ({code or type(error).__name__})", Fault.AWAY)


def _code(error: Exception) -> int:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return min(code for code, _ in error.recipients.values())
    return int(getattr(error, "smtp_code", 0))
