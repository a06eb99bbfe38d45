"""A private address of what is due, for somebody's calendar."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class CalendarFeed(models.Model):
    """One row is one private address. Only its hash is kept; the address is shown once and can be renewed or ended."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="calendar_feeds"
    )
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-made_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=("user",), condition=Q(ended_at__isnull=True), name="one_feed_each"
            )
        ]

    def __str__(self) -> str:
        return f"Calendar of {self.user}"
