"""Who looks after mail that could not be delivered, and which of it they may know of.

A message that did not arrive must not tell the subject of a record that the record exists, so each
notice says from whom it is hidden, and such a message is missing for them like the record itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.utils import timezone

from esafety.access.capabilities import Capability
from esafety.access.roles import CAPABILITIES, may, schools_of
from esafety.outbox.models import Message
from esafety.outbox.notices import Notice, declared_notices
from esafety.outbox.patience import LATE
from esafety.outbox.vocabulary import State
from esafety.people.models import Membership, User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

ROLES = [role for role, held in CAPABILITIES.items() if Capability.SEE_PARKED_MESSAGES in held]
"""The posts that look after undelivered mail."""


class UndeliveredPolicy:
    """Parked and late messages of one's school, without those about records one must not learn of."""

    model = Message

    def visible_to(
        self, user: User | AnonymousUser, records: models.QuerySet[Message]
    ) -> models.QuerySet[Message]:
        """The messages among these that need a person and are not hidden from the account."""
        if not isinstance(user, User):
            return records.none()
        schools = [pk for pk in schools_of(user) if may(user, Capability.SEE_PARKED_MESSAGES, pk)]
        before = timezone.now() - LATE
        tried = Q(attempts__gt=0, created_at__lte=before)
        late = Q(state=State.OWED) & (tried | Q(attempts=0, due_at__lte=before))
        found = records.filter(late | Q(state=State.PARKED), school__in=schools)
        hidden = [
            message.pk
            for message, notice, about in with_records(found)
            if notice is not None and about is not None and notice.hides_from(about, user)
        ]
        return found.exclude(pk__in=hidden)

    def allows(self, user: User | AnonymousUser, capability: Capability, record: Message) -> bool:
        """Whether the account looks after this message; there is no other act on it."""
        visible = self.visible_to(user, Message.objects.filter(pk=record.pk))
        return capability == Capability.SEE_PARKED_MESSAGES and visible.exists()


UNDELIVERED = UndeliveredPolicy()


def people_who_look_after(message: Message) -> list[User]:
    """The accounts that are told of this message when it is parked."""
    posts = Membership.objects.current().filter(school=message.school, role__in=ROLES)
    people = User.objects.filter(pk__in=posts.values("user")).order_by("pk")
    return [user for user in people if _may_know_of(message, user)]


def with_records(messages: Iterable[Message]) -> list[tuple[Message, Notice | None, Any | None]]:
    """Each message with its notice and what it is about: one query for each kind of record."""
    rows, notices = list(messages), declared_notices()
    records = _records(rows)
    return [
        (message, notices.get(message.notice), records.get((message.about_label, message.about_id)))
        for message in rows
    ]


def _may_know_of(message: Message, user: User) -> bool:
    notice, about = declared_notices().get(message.notice), message.record()
    return notice is None or about is None or not notice.hides_from(about, user)


def _records(messages: list[Message]) -> dict[tuple[str, int], Any]:
    wanted: dict[str, set[int]] = {}
    for message in messages:
        wanted.setdefault(message.about_label, set()).add(message.about_id)
    return {
        (label, record.pk): record
        for label, keys in wanted.items()
        for record in apps.get_model(label)._base_manager.filter(pk__in=keys)
    }
