"""Two incidents that belong together."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from incidents.models.incident import Incident


class Link(models.Model):
    """One row says that two incidents are related, who said so and why. Each sees it only if both are visible."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="links")
    other = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="links_back")
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=("incident", "other"), name="one_link_each"),
            models.CheckConstraint(condition=~Q(incident=F("other")), name="link_is_to_another"),
        ]

    def __str__(self) -> str:
        return f"{self.incident} and {self.other}"
