"""Keeping the promise of one message: ask again whether the recipient may have it, then send it."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from esafety.audit import record
from esafety.outbox.models import Message, attempt
from esafety.outbox.notices import Notice, declared_notices
from esafety.outbox.patience import NotDone
from esafety.outbox.post import compose, line
from esafety.outbox.vocabulary import MESSAGE_WITHHELD, Why
from esafety.people.models import User


def deliver(pk: int) -> None:
    """Send message `pk` if it is due. Raises NotDone when it could not be sent now."""
    attempt(Message, pk, _send)


def _send(message: Message) -> None:
    notice = _notice(message)
    about = message.record(*notice.joined)
    why = _reason_to_withhold(message, notice, about)
    if why:
        _withhold(message, why, about)
        return
    if not message.recipient.email:
        raise NotDone("the recipient has no email address")
    with line() as open_line:
        open_line.send(compose(message, notice, about))


def _notice(message: Message) -> Notice:
    found = declared_notices().get(message.notice)
    if found is None:
        raise NotDone("no room knows this kind of message")
    return found


def _reason_to_withhold(message: Message, notice: Notice, about: Any | None) -> Why | None:
    if about is None:
        return Why.RECORD_GONE
    closed = isinstance(message.recipient, User) and not message.recipient.is_active
    if closed and not notice.opens_account:
        return Why.ACCOUNT_CLOSED
    if not notice.may_receive(about, message.recipient):
        return Why.RIGHT_ENDED
    return None


def _withhold(message: Message, why: Why, about: Any | None) -> None:
    with transaction.atomic():
        if message.withhold(why):
            record(
                MESSAGE_WITHHELD,
                by=None,
                school=message.school,
                about=about or message,
                detail={"notice": message.notice, "why": str(why), "message": message.reference},
            )
