"""Noting that the recipient of a message came to read."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from esafety.outbox.models import Message
from esafety.outbox.vocabulary import State
from esafety.people.models import User


def mark_opened(user: User, about: models.Model) -> int:
    """Note, once, that `user` opened the record in the application. Returns how many messages that concerns.

    Called beside the trail's own entry of the view, which is why it adds none.
    """
    unread = Message.objects.about(about).filter(to_user=user, state=State.DONE, opened_at__isnull=True)
    return unread.update(opened_at=timezone.now()) if unread.exists() else 0
