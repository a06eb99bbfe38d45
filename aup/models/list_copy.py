"""A list asked for as a document."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from aup.vocabulary import ListKind
from esafety.people.models import School


class ListCopy(models.Model):
    """One row says that somebody asked for a list of one school, as it was on one day, to print or keep."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=ListKind)
    day = models.DateField()
    group = models.CharField(
        max_length=40, blank=True, help_text="A class, staff, governors; none: everybody"
    )
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ("-asked_at", "-pk")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} on {self.day:%d %B %Y}"
