"""Leave to send one file."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from esafety.people.models import School


class UploadPermit(models.Model):
    """One row is one leave to send one file to one record, given to whoever said that nothing in it is illegal."""

    token_hash = models.CharField(max_length=64, unique=True)
    accepts = models.CharField(max_length=20, help_text="Which use of the gate")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    about_label = models.CharField(max_length=60)
    about_id = models.BigIntegerField()
    given_to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=("about_label", "about_id"), name="papers_permit_about")]

    def __str__(self) -> str:
        return f"Leave to send a file, given {self.given_at:%d %B %Y}"
