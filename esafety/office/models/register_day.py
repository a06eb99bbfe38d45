"""The register of access on one day, asked for as a document."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from esafety.people.models import School


class RegisterDay(models.Model):
    """One row says that somebody asked for the register of one school on one day, to print or keep."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="register_days")
    day = models.DateField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-asked_at", "-pk")

    def __str__(self) -> str:
        return f"{self.school} on {self.day:%d %B %Y}"
