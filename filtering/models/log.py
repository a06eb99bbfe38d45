"""The change-control log, and its reviews. Both are only ever added to: the database refuses the rest."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.crypto import get_random_string

from esafety.people.models import School
from filtering.models.authorisation import Authorisation
from filtering.models.check import Check
from filtering.models.request import FilteringRequest
from filtering.vocabulary import Entry, UserGroup


def new_mark() -> str:
    """A line's name in addresses: random, so that a place in the list says nothing of lines one may not see."""
    return get_random_string(12)


class LogLine(models.Model):
    """One row is one line: when, what, for whom, by whom, why, until when. Source: B (change control)."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    mark = models.CharField(max_length=12, unique=True, default=new_mark)
    at = models.DateTimeField(default=timezone.now)
    entry = models.CharField(max_length=16, choices=Entry)
    request = models.ForeignKey(
        FilteringRequest, on_delete=models.PROTECT, null=True, blank=True, related_name="log_lines"
    )
    authorisation = models.ForeignKey(
        Authorisation, on_delete=models.PROTECT, null=True, blank=True, related_name="log_lines"
    )
    check_done = models.ForeignKey(
        Check, on_delete=models.PROTECT, null=True, blank=True, related_name="log_lines"
    )
    reference = models.CharField(max_length=9)
    what = models.TextField(max_length=21_000, help_text="Kind and addresses, as they were")
    for_group = models.CharField(max_length=10, choices=UserGroup, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    by_name = models.CharField(
        max_length=200, blank=True, help_text="As it was; empty for the product itself"
    )
    why = models.TextField(max_length=2000, blank=True)
    until_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("-pk",)
        indexes = [models.Index(fields=("school", "-id"), name="filtering_log_newest")]

    def __str__(self) -> str:
        return f"{self.get_entry_display()}: {self.reference}"

    @property
    def kind(self) -> str:
        """What it is about, without the addresses below."""
        return self.what.partition("\n")[0]

    @property
    def addresses(self) -> list[str]:
        """The addresses, as they were; text and never links."""
        return self.what.split("\n")[1:]


class LogReview(models.Model):
    """One row says that the online safety governor went through the log with the co-ordinator."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    held_on = models.DateField()
    from_on = models.DateField(help_text="First day of the log that was gone through")
    until_on = models.DateField()
    co_ordinator = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    governor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    seen = models.TextField(max_length=4000)
    actions = models.TextField(max_length=4000, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-held_on", "-pk")
        indexes = [models.Index(fields=("school", "-held_on"), name="filtering_review_day")]

    def __str__(self) -> str:
        return f"Review of {self.held_on:%-d %B %Y}"


class LogExtract(models.Model):
    """One row says that somebody asked for a part of the log as a document, and which part."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    entry = models.CharField(max_length=16, choices=Entry, blank=True)
    words = models.CharField(max_length=60, blank=True)
    from_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-asked_at", "-pk")

    def __str__(self) -> str:
        return f"Log of {self.school}"
