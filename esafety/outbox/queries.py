"""What became of messages: for the record they are about, and for those who look after the mail."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.db import models
from django.db.models import OuterRef, Subquery

from esafety.audit.models import AuditEvent
from esafety.outbox.access import UNDELIVERED, with_records
from esafety.outbox.models import Message
from esafety.outbox.notices import Notice
from esafety.outbox.vocabulary import SENTENCES, State, Step, Why
from esafety.people.models import Person, School, User
from esafety.ui.templatetags.ui import moment

SHOWN = 100
"""Undelivered messages shown at once, oldest first."""


class Delivery(NamedTuple):
    """What became of one message, in words for whoever works on the record."""

    message: Message
    step: Step
    sentence: str


class Undelivered(NamedTuple):
    """One message that needs a person. `reference` is empty for whoever may not see the record."""

    message: Message
    kind: str
    reference: str
    recipient: str
    step: Step
    reason: str

    @property
    def can_retry(self) -> bool:
        """Whether only a person can set it going again."""
        return self.step == Step.PARKED


def messages_about(record: models.Model) -> list[Delivery]:
    """Every message about a record, oldest first. The caller has asked whether the reader may see them."""
    seen = AuditEvent.objects.filter(
        about_label=OuterRef("about_label"),
        about_id=OuterRef("about_id"),
        actor_id=OuterRef("to_user"),
        at__gte=OuterRef("done_at"),
    )
    found = (
        Message.objects.about(record)
        .select_related("to_user", "to_contact", "to_person")
        .annotate(read_at=Subquery(seen.order_by("at").values("at")[:1]))
    )
    for message in found:
        message.opened_at = message.read_at  # type: ignore[attr-defined]  # annotated above
    return [Delivery(message, message.step, sentence(message)) for message in found]


def sentence(message: Message) -> str:
    """What became of a message, in one sentence."""
    words = {
        "recipient": _name(message),
        "queued": moment(message.created_at),
        "sent": moment(message.sent_at),
        "opened": moment(message.opened_at),
        "next": moment(message.due_at),
        "tries": message.attempts,
        "reason": _reason(message),
    }
    return SENTENCES[message.step].format_map(words)


def undelivered(reader: User, school: School) -> list[Undelivered]:
    """Messages of a school that are parked or late, as far as the reader may know of them."""
    found = UNDELIVERED.visible_to(reader, Message.objects.filter(school=school))
    oldest = found.select_related("to_user", "to_contact", "to_person").order_by("created_at", "pk")[:SHOWN]
    return [_shown(message, notice, about, reader) for message, notice, about in with_records(oldest)]


def _shown(message: Message, notice: Notice | None, about: Any | None, reader: User) -> Undelivered:
    """Whole for whoever may see the record; otherwise without reference and recipient."""
    kind = notice.name if notice else message.notice
    if notice is None or about is None or not notice.shows_to(about, reader):
        return _row(message, kind)
    return _row(message, kind, str(getattr(about, "reference", "") or ""), _name(message))


def _row(message: Message, kind: str, reference: str = "", recipient: str = "") -> Undelivered:
    return Undelivered(message, kind, reference, recipient, message.step, _reason(message))


def _name(message: Message) -> str:
    recipient = message.recipient
    return str(recipient) if isinstance(recipient, Person) else recipient.name or recipient.email


def _reason(message: Message) -> str:
    if message.state == State.WITHHELD and message.last_error in Why.values:
        return str(Why(message.last_error).label)
    return message.last_error
