"""Somebody asked to take up an account."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from esafety.office.links import token_of
from esafety.papers.models.document_link import fingerprint
from esafety.people.models import School
from esafety.walls import by_secret


class AccountInvitationQuerySet(models.QuerySet["AccountInvitation"]):
    """Filters with a name."""

    def open(self) -> Self:
        """Neither accepted nor revoked, and in time."""
        return self.pending().filter(expires_at__gt=timezone.now())

    def pending(self) -> Self:
        """Neither accepted nor revoked, in time or not."""
        return self.filter(accepted_at__isnull=True, revoked_at__isnull=True)

    @by_secret
    def with_token(self, token: str) -> AccountInvitation | None:
        """The open invitation that a link belongs to."""
        found = self.open().filter(token_hash=fingerprint(token))
        return found.select_related("school", "user", "invited_by").first()


class AccountInvitation(models.Model):
    """One row is one person asked to take up an account in one school: by whom, until when, what came of it.

    The link is worked out from `salt` with the master key when the mail is written; only its SHA-256 is kept.
    Sending it again makes another link, and the earlier one is dead.
    """

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="account_invitations")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="account_invitations"
    )
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="None: by a command on the server",
    )
    made_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(default=timezone.now, help_text="The last time")
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    salt = models.CharField(max_length=32)
    key_id = models.CharField(max_length=16)
    token_hash = models.CharField(max_length=64, unique=True)

    objects = AccountInvitationQuerySet.as_manager()

    class Meta:
        ordering = ("-made_at", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("school", "user"),
                condition=Q(accepted_at__isnull=True, revoked_at__isnull=True),
                name="one_pending_invitation_each",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(revoked_at__isnull=True),
                name="invitation_accepted_or_revoked",
            ),
            models.CheckConstraint(condition=Q(expires_at__gt=F("sent_at")), name="invitation_expires_later"),
        ]

    def __str__(self) -> str:
        return f"{self.user} to {self.school}"

    @property
    def token(self) -> str:
        """What opens the page on which it is accepted."""
        return token_of("invitation", self.key_id, self.salt)

    @property
    def path(self) -> str:
        """The path that goes into the mail."""
        return reverse("welcome", args=[self.token])

    @property
    def is_open(self) -> bool:
        """Neither accepted nor revoked, and in time."""
        return self.accepted_at is None and self.revoked_at is None and self.expires_at > timezone.now()
