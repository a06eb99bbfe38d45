"""The address at which the provider's own system fetches what to open and close."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from esafety.people.models import School


class PullAddress(models.Model):
    """One row is one address given to the provider of a school; only the hash of its token is kept.

    A new one stops the one before. The list behind it holds no name of anybody.
    """

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    stopped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("school",), condition=Q(stopped_at__isnull=True), name="one_pull_address_a_school"
            )
        ]

    def __str__(self) -> str:
        return f"Since {self.made_at:%-d %B %Y}"
