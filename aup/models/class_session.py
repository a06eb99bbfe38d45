"""A lesson in which a class signs."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from aup.links import token_of
from aup.models.campaign import Campaign
from esafety.papers.models.document_link import fingerprint
from esafety.people.models import School
from esafety.walls import by_secret

OPEN_FOR = dt.timedelta(hours=1)
WRONG_FACTS = 30
"""So many wrong dates of birth end a session: about one for each pupil."""


class ClassSessionQuerySet(models.QuerySet["ClassSession"]):
    """Filters with a name."""

    def open(self) -> Self:
        """Sessions in which pupils can sign now."""
        now = timezone.now()
        return self.filter(closed_at__isnull=True, closes_at__gt=now, wrong_facts__lt=WRONG_FACTS)

    @by_secret
    def with_token(self, token: str) -> ClassSession | None:
        """The open session a shared device was brought to."""
        found = self.open().filter(token_hash=fingerprint(token))
        return found.select_related("school", "campaign", "opened_by").first()


class ClassSession(models.Model):
    """One row is one hour in which the pupils of a class sign for themselves on shared devices.

    A member of staff opens it and is in the room. The devices are not signed in: a link shown by the teacher opens
    the list of names, and each pupil confirms their date of birth, so that nobody signs as somebody else.
    """

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="class_sessions")
    class_name = models.CharField(max_length=20)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)
    closes_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    salt = models.CharField(max_length=32)
    key_id = models.CharField(max_length=16)
    token_hash = models.CharField(max_length=64, unique=True)
    wrong_facts = models.PositiveSmallIntegerField(default=0)

    objects: ClassVar[Any] = ClassSessionQuerySet.as_manager()

    class Meta:
        ordering = ("-opened_at", "-pk")
        indexes: ClassVar = [models.Index(fields=("campaign", "opened_by"), name="class_session_of_teacher")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opened_at")), name="class_session_closes_later"
            ),
            models.CheckConstraint(
                condition=Q(wrong_facts__lte=WRONG_FACTS), name="class_session_wrong_facts"
            ),
        ]

    def __str__(self) -> str:
        return f"Class {self.class_name}"

    @property
    def token(self) -> str:
        """What opens the list of names. Raises keys.UnknownKey."""
        return token_of("class", self.key_id, self.salt)

    @property
    def path(self) -> str:
        """Where the shared devices go."""
        return reverse("class_list", args=[self.token])

    @property
    def is_open(self) -> bool:
        """Whether pupils can sign now."""
        in_time = self.closed_at is None and self.closes_at > timezone.now()
        return in_time and self.wrong_facts < WRONG_FACTS
