"""Sending a parked message again."""

from __future__ import annotations

from django.db import transaction

from esafety.audit import record
from esafety.outbox import bell
from esafety.outbox.models import Message
from esafety.outbox.tasks import deliver
from esafety.outbox.vocabulary import MESSAGE_RETRIED
from esafety.people.models import User


class NotParked(Exception):
    """The message is not parked (any more): somebody else asked already, or it has gone."""


@transaction.atomic
def retry_message(*, by: User, message: Message) -> Message:
    """Owe a parked message afresh. Raises NotParked."""
    if not message.again():
        raise NotParked
    bell.ring(deliver, message.pk)
    record(
        MESSAGE_RETRIED,
        by=by,
        school=message.school,
        about=message.record() or message,
        detail={"notice": message.notice, "message": message.reference},
    )
    return message
