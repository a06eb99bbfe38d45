"""What is said beside a section of a report."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from esafety.governance.models.report import Report


class Comment(models.Model):
    """One row is the commentary on one section of one edition: written for governors, and free of every name.

    The section is a code, since which sections there are is a table in `counting/sections.py`.
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="comments")
    section = models.CharField(max_length=20)
    text = models.TextField(blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("report", "section")
        constraints = [models.UniqueConstraint(fields=("report", "section"), name="one_comment_a_section")]

    def __str__(self) -> str:
        return f"{self.report}: {self.section}"
