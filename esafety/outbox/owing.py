"""Promising a message."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection, models
from django.utils import timezone

from esafety.outbox import bell
from esafety.outbox.models import Message
from esafety.outbox.models.message import new_reference
from esafety.outbox.notices import Notice, declared_notices
from esafety.outbox.tasks import deliver
from esafety.people.models import ExternalContact, School, User
from esafety.schooldays.quiet import quiet_until


def owe(
    notice: Notice,
    *,
    about: models.Model,
    to: User | ExternalContact,
    key: str = "",
    school: School | None = None,
) -> Message:
    """Promise `notice` about a record to one recipient, in the caller's transaction, and ring.

    `key` tells two events of one kind on one record apart; the same event promised again gives the
    row that is there. `school` is the record's own unless given.

    In the school's quiet hours what may wait is due when they end.

    Raises RuntimeError outside a transaction and LookupError for a notice nobody declared.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("A message is promised inside the transaction of the act it tells of")
    if notice.code not in declared_notices():
        raise LookupError(f"No room declares the notice {notice.code!r}")
    reference, owner, now = new_reference(), school or _school_of(about), timezone.now()
    later = quiet_until(now, owner.quiet_from, owner.quiet_until) if notice.waits(about) else None
    message, made = Message.objects.get_or_create(
        key=_key(notice, about, key),
        to_user=to if isinstance(to, User) else None,
        to_contact=to if isinstance(to, ExternalContact) else None,
        defaults={
            "school": owner,
            "created_at": now,
            "due_at": later or now,
            "notice": notice.code,
            "about_label": about._meta.label_lower,
            "about_id": about.pk,
            "reference": reference,
            "message_id": _message_id(reference),
        },
    )
    if made and later is None:
        bell.ring(deliver, message.pk)
    return message


def send_now(about: models.Model) -> None:
    """Let nothing about a record wait any longer for the end of the quiet hours: it has become urgent."""
    waiting = Message.objects.about(about).waiting()
    for pk in waiting.values_list("pk", flat=True):
        bell.ring(deliver, pk)
    waiting.update(due_at=timezone.now())


def _key(notice: Notice, about: models.Model, key: str) -> str:
    return f"{notice.code}/{about._meta.label_lower}/{about.pk}/{key}"


def _school_of(about: models.Model) -> School:
    found: School = about if isinstance(about, School) else about.school  # type: ignore[attr-defined]
    return found


def _message_id(reference: str) -> str:
    """A Message-ID in the name of the address people type, as RFC 5322 wants it."""
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    try:
        ip_address(host)
    except ValueError:
        return f"<{reference}@{host}>"
    return f"<{reference}@[{host}]>"
