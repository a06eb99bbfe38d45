"""How a request was decided."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from filtering.models.request import FilteringRequest
from filtering.vocabulary import Verdict


class Decision(models.Model):
    """One row is what one person decided about a request, and why. Only ever added."""

    request = models.ForeignKey(FilteringRequest, on_delete=models.PROTECT, related_name="decisions")
    verdict = models.CharField(max_length=8, choices=Verdict)
    reason = models.TextField(max_length=2000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("at", "pk")
        constraints = [
            models.UniqueConstraint(fields=("request", "by"), name="nobody_decides_a_request_twice")
        ]

    def __str__(self) -> str:
        return f"{self.get_verdict_display()}: {self.request}"
