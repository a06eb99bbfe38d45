"""A change to somebody's account that one person asked for and another confirms."""

from __future__ import annotations

import secrets
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from esafety.office.links import token_of
from esafety.office.vocabulary import ChangeKind, ChangeStage
from esafety.papers.models.document_link import fingerprint
from esafety.people.models import Membership, School
from esafety.people.vocabulary import Role
from esafety.walls import by_secret

OPEN = (ChangeStage.WAITING, ChangeStage.CONFIRMED)


def new_reference() -> str:
    """Random, so that a gap in a sequence tells nothing."""
    return secrets.token_urlsafe(9)


class AccountChangeQuerySet(models.QuerySet["AccountChange"]):
    """Filters with a name."""

    def open(self) -> Self:
        """Waiting for a second person, or confirmed and not yet in effect."""
        return self.filter(stage__in=OPEN)

    def waiting(self) -> Self:
        """Waiting for a second person."""
        return self.filter(stage=ChangeStage.WAITING)

    def due(self) -> Self:
        """Confirmed, and their moment has come."""
        return self.filter(stage=ChangeStage.CONFIRMED, takes_effect_at__lte=timezone.now())

    @by_secret
    def with_token(self, token: str) -> AccountChange | None:
        """The open change to how somebody signs in that a link in their mail belongs to."""
        found = self.open().filter(token_hash=fingerprint(token))
        return found.select_related("school", "user").first()


class AccountChange(models.Model):
    """One row is one change: what, for whom, who asked, who confirmed, when it takes effect, how it ended.

    Nobody confirms what they asked for, nor anything about themselves; the database holds both.
    """

    reference = models.CharField(max_length=16, unique=True, default=new_reference, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="account_changes")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="account_changes"
    )
    kind = models.CharField(max_length=8, choices=ChangeKind)
    stage = models.CharField(max_length=10, choices=ChangeStage, default=ChangeStage.WAITING)
    role = models.CharField(max_length=24, choices=Role, blank=True)
    post = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    from_date = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    stands_in_for = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    email = models.EmailField(blank=True, help_text="The new address")
    hand_over_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    takes_effect_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    salt = models.CharField(max_length=32)
    key_id = models.CharField(max_length=16)
    token_hash = models.CharField(max_length=64, unique=True)

    objects = AccountChangeQuerySet.as_manager()

    class Meta:
        ordering = ("-asked_at", "-pk")
        indexes: ClassVar = [
            models.Index(fields=("school", "stage"), name="account_change_stage"),
            models.Index(fields=("user", "stage"), name="account_change_user"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("school", "user", "kind", "role"),
                condition=Q(stage__in=OPEN, post__isnull=True),
                name="one_open_change_each",
            ),
            models.UniqueConstraint(
                fields=("post",), condition=Q(stage__in=OPEN), name="one_open_change_a_post"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True)
                | ~Q(confirmed_by=F("asked_by")) & ~Q(confirmed_by=F("user")),
                name="change_confirmed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(stage__in=OPEN) ^ Q(ended_at__isnull=False), name="ended_change_has_moment"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.user}"

    def get_absolute_url(self) -> str:
        """The change's page."""
        return reverse("account_change", args=[self.reference])

    @property
    def is_open(self) -> bool:
        """Waiting, or confirmed and not yet in effect."""
        return self.stage in OPEN

    @property
    def token(self) -> str:
        """What lets the account's holder stop a change to how they sign in, from their mail."""
        return token_of("change", self.key_id, self.salt)

    @property
    def stop_path(self) -> str:
        """The path that goes into their mail."""
        return reverse("stop_change", args=[self.token])
