"""A report not yet submitted."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

from esafety.people.models import School

KEPT_FOR = timedelta(days=7)
"""A draft is purged this long after it was last changed; every page of the report says so."""


class Draft(models.Model):
    """One row is what somebody has typed so far: section by section, as typed. Only its writer sees it.

    `key` becomes the incident's submission key, so that sending it twice makes one record.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="drafts")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    sections = models.JSONField(default=dict)
    started_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-changed_at",)
        indexes = [
            models.Index(fields=("user", "-changed_at"), name="draft_user"),
            models.Index(fields=("changed_at",), name="draft_changed"),
        ]

    def __str__(self) -> str:
        return f"Draft of {self.started_at:%d %B %Y}"

    @property
    def purged_at(self):  # type: ignore[no-untyped-def]
        """When it will be purged if nothing more is typed."""
        return self.changed_at + KEPT_FOR
