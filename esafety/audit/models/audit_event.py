"""One entry of the trail."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.db import models

from esafety.audit.registry import named


class AppendOnly(models.QuerySet["AuditEvent"]):
    """A queryset that cannot change or remove what it finds. The database refuses it too."""

    def update(self, **kwargs: Any) -> int:
        """Refused."""
        raise TypeError("The trail is never changed")

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refused."""
        raise TypeError("The trail is never deleted")

    def about(self, record: models.Model) -> AppendOnly:
        """Entries about one record, in the order they happened."""
        return self.filter(about_label=record._meta.label_lower, about_id=record.pk).order_by("at", "pk")


class AuditEvent(models.Model):
    """One row is one thing done or seen, chained by hash to the row before it in its school.

    No foreign keys: the trail must outlive everything it speaks of, so it keeps the actor's name and
    the record's reference as they were. `school_id` 0 is the installation itself (sign-ins).
    """

    school_id = models.BigIntegerField()
    number = models.BigIntegerField(help_text="Position in the school's chain, from 1")
    at = models.DateTimeField()
    code = models.CharField(max_length=60)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=200, blank=True)
    about_label = models.CharField(max_length=60, blank=True)
    about_id = models.BigIntegerField(null=True)
    about_reference = models.CharField(max_length=40, blank=True)
    detail = models.JSONField(default=dict)
    address = models.CharField(max_length=45, blank=True)
    request_id = models.CharField(max_length=36, blank=True)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = AppendOnly.as_manager()

    class Meta:
        ordering = ("pk",)
        indexes = [models.Index(fields=("about_label", "about_id", "at"), name="trail_about")]
        constraints = [models.UniqueConstraint(fields=("school_id", "number"), name="trail_chain")]

    def __str__(self) -> str:
        return self.sentence

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refused for a row that exists: entries are only ever added."""
        if not self._state.adding:
            raise TypeError("The trail is never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refused."""
        raise TypeError("The trail is never deleted")

    @property
    def actor(self) -> str:
        """Who did it, as they were called then."""
        return self.actor_name or "The system"

    @property
    def sentence(self) -> str:
        """What happened, in words."""
        words = {"actor": self.actor, "about": self.about_reference or "the record", **self.detail}
        return named(self.code).say(words)

    def digest(self) -> str:
        """SHA-256 (hex) of everything in the row and of the row before: what `hash` must be."""
        fields = [
            self.school_id,
            self.number,
            self.at.isoformat(),
            self.code,
            self.actor_id,
            self.actor_name,
            self.about_label,
            self.about_id,
            self.about_reference,
            self.detail,
            self.address,
            self.request_id,
            self.previous_hash,
        ]
        return hashlib.sha256(json.dumps(fields, sort_keys=True).encode()).hexdigest()
