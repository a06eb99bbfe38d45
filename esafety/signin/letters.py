"""Short letters about signing in: written during a request, sent right after its answer.

They do not go through the outbox. A link to choose a new password is a secret that must not lie in a
table, and it is worth nothing ten minutes later: whoever did not get it asks again. If the mail server
is down, the page has already said the same thing to everybody and the trail says that nothing was sent.
"""

from __future__ import annotations

import logging
from typing import Final, NamedTuple

from django.core.mail import EmailMessage
from django.http import HttpRequest

from esafety.audit import note
from esafety.signin.vocabulary import LETTER_NOT_SENT

logger: Final = logging.getLogger(__name__)
_KEPT_AS = "_letters_about_signing_in"


class Letter(NamedTuple):
    """A message and the short code by which the trail names it."""

    code: str
    message: EmailMessage


def write(request: HttpRequest, letter: Letter) -> None:
    """Keep a letter until the request is answered."""
    written_in(request).append(letter)


def written_in(request: HttpRequest) -> list[Letter]:
    """The letters a request has written so far."""
    kept: list[Letter] = request.__dict__.setdefault(_KEPT_AS, [])
    return kept


def post(letter: Letter) -> bool:
    """Send one letter. A failure is logged without the address, noted in the trail and not raised."""
    try:
        return letter.message.send() == 1
    except OSError as error:  # smtplib's own errors are OSErrors too
        logger.error("The letter %s could not be sent: %s", letter.code, type(error).__name__)
        note(LETTER_NOT_SENT, by=None, school=None, detail={"letter": letter.code})
        return False
