"""An invitation to one record."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from guardian.models import UserObjectPermissionBase


class InvitationQuerySet(models.QuerySet[Any]):
    """Filters with a name."""

    def current(self) -> InvitationQuerySet:
        """Invitations that hold now."""
        return self.filter(Q(until__isnull=True) | Q(until__gt=timezone.now()))


class Invitation(UserObjectPermissionBase):
    """One row opens one record to one account: who gave it, why, until when.

    guardian's direct-foreign-key table. A room inherits this and adds `content_object`. Written only by
    `esafety.access.grants`; ended by setting `until`, never deleted; guardian's own look-ups are not used.
    """

    # guardian would let these two carry the row away with them.
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    permission = models.ForeignKey("auth.Permission", on_delete=models.PROTECT)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    given_at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True, blank=True)

    class Meta(UserObjectPermissionBase.Meta):
        abstract = True

    objects: ClassVar[Any] = InvitationQuerySet.as_manager()  # type: ignore[assignment]  # not guardian's
