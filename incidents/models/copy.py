"""The copy of a closed incident owed to the authority's officer."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from incidents.models.incident import Incident


class AuthorityCopy(models.Model):
    """One row says that a copy was sent by one-document link; the link says when it was opened and acknowledged."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="copies")
    link = models.ForeignKey("papers.DocumentLink", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-at",)

    def __str__(self) -> str:
        return f"Copy of {self.incident}"
