"""Telling a person that a message could not be sent."""

from __future__ import annotations

from django.urls import reverse

from esafety.audit import record
from esafety.outbox.access import people_who_look_after
from esafety.outbox.models import Message
from esafety.outbox.notices import Notice, declare_notice
from esafety.outbox.owing import owe
from esafety.outbox.vocabulary import MESSAGE_PARKED, State
from esafety.people.models import ExternalContact, User


def _still_concerns(parked: Message, recipient: User | ExternalContact) -> bool:
    """Whether the message is still parked and the account still looks after it."""
    return parked.state == State.PARKED and recipient in people_who_look_after(parked)


PARKED = declare_notice(
    Notice(
        code="outbox.parked",
        title="Warning about an undelivered message",
        subject="{school}: a message could not be delivered",
        body="A message could not be delivered, so its recipient may not know that something is waiting"
        " for them.\n\nSee which message it was, and send it again or reach the person another way:\n{link}",
        may_receive=_still_concerns,
        path=lambda parked: reverse("parked_messages"),
    )
)


def raise_alarm(parked: Message) -> None:
    """Enter a parked message in the trail and owe a warning to everyone who looks after it.

    A warning that cannot be delivered raises no further warning: it is on the page all the same.
    """
    if parked.notice != PARKED.code:
        for user in people_who_look_after(parked):
            owe(PARKED, about=parked, to=user, key=parked.due_at.isoformat())
    record(
        MESSAGE_PARKED,
        by=None,
        school=parked.school,
        about=parked.record() or parked,
        detail={"notice": parked.notice, "message": parked.reference, "error": parked.last_error},
    )
