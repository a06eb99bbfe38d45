"""A message owed to one recipient."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any, ClassVar

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from esafety.outbox.models.owed import Owed, OwedQuerySet
from esafety.outbox.vocabulary import State, Step
from esafety.people.models import ExternalContact, Person, School, User

Recipient = User | ExternalContact | Person
"""Whom a mail can go to: an account, a body outside, or somebody on the roll who has no account."""


def new_reference() -> str:
    """Random, so that a gap in a sequence tells nobody that there was a message."""
    return uuid.uuid4().hex


class MessageQuerySet(OwedQuerySet["Message"]):
    """Filters with a name."""

    def about(self, record: models.Model) -> MessageQuerySet:
        """Messages about one record, in the order they were promised."""
        return self.filter(about_label=record._meta.label_lower, about_id=record.pk).order_by(
            "created_at", "pk"
        )

    def waiting(self) -> MessageQuerySet:
        """Messages kept until the quiet hours are over: nobody has tried them yet."""
        return self.filter(state=State.OWED, attempts=0, due_at__gt=timezone.now())


class Message(Owed):
    """One row is one mail to one person about one record. It holds no text: that is made at sending.

    No foreign key to the record: the outbox serves rooms it does not know. `message_id` stays the
    same over every try, so that a mail sent twice by a broken line is seen to be one mail.
    """

    taken_with = ("school", "to_user", "to_contact", "to_person")

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    notice = models.CharField(max_length=60)
    about_label = models.CharField(max_length=60)
    about_id = models.BigIntegerField()
    to_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    to_contact = models.ForeignKey(
        ExternalContact, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    to_person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    key = models.CharField(
        max_length=200, help_text="What happened: the same event never mails one person twice"
    )
    reference = models.CharField(max_length=32, unique=True, default=new_reference, editable=False)
    message_id = models.CharField(max_length=320, unique=True)
    opened_at: dt.datetime | None = None
    """When the recipient first opened the record here after it was sent: set by `messages_about`, from the trail."""

    objects: ClassVar[Any] = MessageQuerySet.as_manager()

    class Meta(Owed.Meta):
        ordering = ("created_at", "pk")
        indexes = [
            *Owed.Meta.indexes,
            models.Index(fields=("about_label", "about_id"), name="outbox_message_about"),
        ]
        constraints = [
            models.UniqueConstraint(fields=("key", "to_user"), name="one_message_per_event_and_user"),
            models.UniqueConstraint(fields=("key", "to_contact"), name="one_message_per_event_and_contact"),
            models.UniqueConstraint(fields=("key", "to_person"), name="one_message_per_event_and_person"),
            models.CheckConstraint(
                condition=Q(to_user__isnull=False, to_contact__isnull=True, to_person__isnull=True)
                | Q(to_user__isnull=True, to_contact__isnull=False, to_person__isnull=True)
                | Q(to_user__isnull=True, to_contact__isnull=True, to_person__isnull=False),
                name="message_has_one_recipient",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notice} {self.pk}"

    @property
    def recipient(self) -> Recipient:
        """Whom it is for."""
        found = self.to_user or self.to_contact or self.to_person
        assert found is not None
        return found

    @property
    def sent_at(self) -> dt.datetime | None:
        """When the mail server accepted it."""
        return self.done_at if self.state == State.DONE else None

    @property
    def step(self) -> Step:
        """How far it has come, in one word."""
        if self.state == State.DONE:
            return self._step_when_sent()
        if self.state == State.OWED:
            if not self.attempts and self.due_at > timezone.now():
                return Step.WAITING
            return Step.FAILED if self.last_error else Step.QUEUED
        return Step(self.state)

    def record(self, *joined: str) -> Any | None:
        """What it is about, with rows `joined` to it, or None when that is no longer there."""
        model: Any = apps.get_model(self.about_label)
        beside = joined or (None,)  # without a name it would follow every key
        return model._base_manager.select_related(*beside).filter(pk=self.about_id).first()

    def tell_parked(self) -> None:
        """Enter it in the trail and tell the people who look after undelivered mail."""
        from esafety.outbox.alarm import raise_alarm

        raise_alarm(self)

    def _step_when_sent(self) -> Step:
        if self.opened_at:
            return Step.OPENED
        return Step.RETRIED if self.attempts > 1 else Step.SENT
