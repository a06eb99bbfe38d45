"""A request to see what is held about one person."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from esafety.papers.models.paper import new_reference
from esafety.people.models import Person, School
from esafety.subject_access.vocabulary import AskedAs, RequestState, WaitingFor


class AccessRequestQuerySet(models.QuerySet["AccessRequest"]):
    """Filters with a name."""

    def standing(self) -> AccessRequestQuerySet:
        """Those that are not answered, refused or withdrawn."""
        return self.filter(state=RequestState.OPEN)

    def to_remind(self, today: dt.date) -> AccessRequestQuerySet:
        """Open ones whose next reminder is due and whose clock runs."""
        return self.standing().filter(remind_on__lte=today, waiting_for="")


class AccessRequest(models.Model):
    """One row is one request: whose data, who asks, since when, until when.

    Source: domain/records.md, "Access request".

    `counted_from` is the day on which the clock began: of the request, or of the proof of identity. `due_on` is worked
    out when something changes it (policy/clock.py). While something is waited for the clock stands still.
    """

    reference = models.CharField(max_length=9, unique=True, default=new_reference)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="access_requests")
    asked_by = models.CharField(max_length=200, help_text="Who asks, as they were named")
    asked_as = models.CharField(max_length=14, choices=AskedAs)
    about = models.TextField(blank=True, help_text="What they ask for, in their words; empty for everything")
    received_on = models.DateField()
    counted_from = models.DateField()
    due_on = models.DateField()
    waiting_for = models.CharField(max_length=13, choices=WaitingFor, blank=True)
    waiting_since = models.DateField(null=True, blank=True)
    extended_on = models.DateField(
        null=True, blank=True, help_text="When they were told that it takes longer"
    )
    extended_why = models.TextField(blank=True)
    state = models.CharField(max_length=9, choices=RequestState, default=RequestState.OPEN)
    ended_on = models.DateField(null=True, blank=True)
    ended_why = models.TextField(blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(default=timezone.now)
    remind_on = models.DateField()
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[Any] = AccessRequestQuerySet.as_manager()

    class Meta:
        ordering = ("due_on", "pk")
        indexes: ClassVar = [
            models.Index(fields=("school", "state", "due_on"), name="access_request_due"),
            models.Index(fields=("state", "remind_on"), name="access_request_remind"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(waiting_for="", waiting_since__isnull=True)
                | ~Q(waiting_for="") & Q(waiting_since__isnull=False),
                name="access_request_waits_since",
            ),
            models.CheckConstraint(
                condition=Q(state="open", ended_on__isnull=True)
                | ~Q(state="open") & Q(ended_on__isnull=False),
                name="access_request_ended_on",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("open", "answered")) | ~Q(ended_why=""), name="access_request_says_why"
            ),
            models.CheckConstraint(
                condition=Q(extended_on__isnull=True) | ~Q(extended_why=""),
                name="access_request_extended_why",
            ),
        ]

    def __str__(self) -> str:
        return f"Request {self.reference}"

    def get_absolute_url(self) -> str:
        return reverse("access_request", args=[self.reference])

    @property
    def is_open(self) -> bool:
        """Whether it is still to be answered."""
        return self.state == RequestState.OPEN

    @property
    def is_overdue(self) -> bool:
        """Whether the last day is past, the clock running."""
        return self.is_open and not self.waiting_for and self.due_on < timezone.localdate()
