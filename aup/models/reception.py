"""A tablet at reception."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from aup.links import token_of
from esafety.papers.models.document_link import fingerprint
from esafety.people.models import School
from esafety.walls import by_secret


class ReceptionQuerySet(models.QuerySet["Reception"]):
    """Filters with a name."""

    def open(self) -> Self:
        """Tablets at which visitors can sign in now."""
        return self.filter(closed_at__isnull=True, closes_at__gt=timezone.now())

    @by_secret
    def with_token(self, token: str) -> Reception | None:
        """The open reception a tablet was brought to."""
        return self.open().filter(token_hash=fingerprint(token)).select_related("school", "opened_by").first()


class Reception(models.Model):
    """One row is one day on which visitors sign in at a tablet.

    The tablet is not signed in to anything: a link that reception opens on it leads to an empty form and nowhere
    else. It ends with the day by itself.
    """

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)
    closes_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    salt = models.CharField(max_length=32)
    key_id = models.CharField(max_length=16)
    token_hash = models.CharField(max_length=64, unique=True)

    objects = ReceptionQuerySet.as_manager()

    class Meta:
        ordering = ("-opened_at", "-pk")
        indexes: ClassVar = [models.Index(fields=("school", "closes_at"), name="reception_of_school")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(closes_at__gt=F("opened_at")), name="reception_closes_later")
        ]

    def __str__(self) -> str:
        return f"Reception on {timezone.localdate(self.opened_at):%d %B %Y}"

    @property
    def token(self) -> str:
        """What opens the form. Raises keys.UnknownKey."""
        return token_of("reception", self.key_id, self.salt)

    @property
    def path(self) -> str:
        """Where the tablet goes."""
        return reverse("reception", args=[self.token])
