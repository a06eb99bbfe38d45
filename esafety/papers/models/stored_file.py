"""A file that is kept."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone


class StoredFile(models.Model):
    """One row is one encrypted file on disk: the wrapped key that opens it, and what was in it by hash.

    When the file is destroyed its key goes and the row stays, so that it can still be told what was kept.
    """

    name = models.CharField(max_length=32, unique=True, help_text="Random; the file's name on disk")
    key_id = models.CharField(max_length=16, help_text="Which master key wraps the file's key")
    wrapped_key = models.CharField(max_length=80, blank=True)
    size = models.BigIntegerField(help_text="Bytes, before encryption")
    sha256 = models.CharField(max_length=64, help_text="Of the content before encryption")
    created_at = models.DateTimeField(default=timezone.now)
    destroyed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(destroyed_at__isnull=True) ^ Q(wrapped_key=""),
                name="stored_file_has_key_or_is_destroyed",
            )
        ]

    def __str__(self) -> str:
        return self.name
