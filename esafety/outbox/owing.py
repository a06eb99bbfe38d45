"""Promising a message."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import ip_address
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection, models
from django.utils import timezone

from esafety.outbox import bell
from esafety.outbox.models import Message
from esafety.outbox.models.message import Recipient, new_reference
from esafety.outbox.notices import Notice, declared_notices
from esafety.outbox.tasks import deliver
from esafety.people.models import ExternalContact, Person, School, User
from esafety.schooldays.quiet import quiet_until


class Promise(NamedTuple):
    """A message that somebody is to get. `key` tells two events of one kind on one record apart."""

    notice: Notice
    about: models.Model
    to: Recipient
    key: str = ""
    school: School | None = None
    """The record's own unless given."""


def owe(
    notice: Notice,
    *,
    about: models.Model,
    to: Recipient,
    key: str = "",
    school: School | None = None,
) -> Message:
    """Promise `notice` about a record to one recipient; otherwise as `owe_all`. Returns the row."""
    promise = Promise(notice, about, to, key, school)
    owe_all([promise])
    return Message.objects.get(key=_key(promise), **_recipient(promise))


def owe_all(promises: Iterable[Promise]) -> None:
    """Make these promises in the caller's transaction, and ring. What was promised already stays as it is.

    In the school's quiet hours what may wait is due when they end.

    Raises RuntimeError outside a transaction and LookupError for a notice nobody declared.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("A message is promised inside the transaction of the act it tells of")
    rows = {(_key(one), one.to): _row(one) for one in promises}
    for kind, column in _COLUMNS.items():
        made = Message.objects.bulk_create(
            [row for (_, to), row in rows.items() if isinstance(to, kind)],
            update_conflicts=True,  # to itself: what is there already stays, and says which row it is
            unique_fields=["key", column],
            update_fields=["key"],
        )
        for row in made:
            if row.due_at <= row.created_at:
                bell.ring(deliver, row.pk)


def _row(promise: Promise) -> Message:
    notice, about, reference = promise.notice, promise.about, new_reference()
    if notice.code not in declared_notices():
        raise LookupError(f"No room declares the notice {notice.code!r}")
    school, now = promise.school or _school_of(about), timezone.now()
    later = quiet_until(now, school.quiet_from, school.quiet_until) if notice.waits(about) else None
    return Message(
        key=_key(promise),
        school=school,
        created_at=now,
        due_at=later or now,
        notice=notice.code,
        about_label=about._meta.label_lower,
        about_id=about.pk,
        reference=reference,
        message_id=_message_id(reference),
        **_recipient(promise),
    )


_COLUMNS = {User: "to_user", ExternalContact: "to_contact", Person: "to_person"}


def _recipient(promise: Promise) -> dict[str, Recipient | None]:
    return {column: promise.to if isinstance(promise.to, kind) else None for kind, column in _COLUMNS.items()}


def send_now(about: models.Model) -> None:
    """Let nothing about a record wait any longer for the end of the quiet hours: it has become urgent."""
    waiting = Message.objects.about(about).waiting()
    for pk in waiting.values_list("pk", flat=True):
        bell.ring(deliver, pk)
    waiting.update(due_at=timezone.now())


def _key(promise: Promise) -> str:
    return f"{promise.notice.code}/{promise.about._meta.label_lower}/{promise.about.pk}/{promise.key}"


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
