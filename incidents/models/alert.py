"""Monitoring alerts, and where they come from."""

from __future__ import annotations

import secrets
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from esafety.people.models import Person, School
from esafety.people.vocabulary import Role
from incidents.models.incident import Incident
from incidents.models.task import new_key
from incidents.references import LETTERS
from incidents.vocabulary.watching import SERIOUS, AlertState, Severity, Way

LONGEST_CONTENT = 4_000
"""Characters kept of what was typed or visited."""


def new_alert_reference() -> str:
    """A random name for an alert, for example "A-K7QF3MB2"."""
    return "A-" + "".join(secrets.choice(LETTERS) for _ in range(8))


class AlertSourceQuerySet(models.QuerySet["AlertSource"]):
    """Filters with a name."""

    def current(self) -> AlertSourceQuerySet:
        """Not ended."""
        return self.filter(ended_at__isnull=True)


class AlertSource(models.Model):
    """One row is one way by which a monitoring provider's alerts reach a school. Its key is kept as a hash."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="alert_sources")
    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    name = models.CharField(max_length=80)
    way = models.CharField(max_length=8, choices=Way)
    token_hash = models.CharField(max_length=64, blank=True, editable=False)
    token_made_at = models.DateTimeField(null=True, blank=True)
    mail_to = models.EmailField(blank=True, help_text="Where the provider writes to, in small letters")
    mail_from = models.EmailField(blank=True, help_text="Where the provider writes from, in small letters")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    last_seen_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[AlertSourceQuerySet] = AlertSourceQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ("name", "pk")
        indexes = [models.Index(fields=("school", "name"), name="alert_source_school")]
        constraints = [
            models.CheckConstraint(condition=~Q(way="hook") | ~Q(token_hash=""), name="hook_has_a_key"),
            models.CheckConstraint(condition=~Q(way="mail") | ~Q(mail_to=""), name="mail_source_has_address"),
            models.UniqueConstraint(
                fields=("mail_to",),
                condition=Q(way="mail", ended_at__isnull=True),
                name="one_source_a_mail_address",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The source's own page."""
        return reverse("alert_source", kwargs={"key": self.key})


class AlertQuerySet(models.QuerySet["Alert"]):
    """Filters with a name. Who may see what is `incidents.alert_access.ALERTS`."""

    def waiting(self) -> AlertQuerySet:
        """Neither taken on nor set aside."""
        return self.filter(state=AlertState.WAITING)


class Alert(models.Model):
    """One row is one alert of a monitoring provider, as it came. The database refuses to delete it or to reword it.

    No capture is ever kept, only that the provider has one. `held_by` is empty where all who triage alerts read
    it; an alert about an adult of the school is read by that one post. `unread` says that its clock still runs.
    `rank` is the order of the list to decide: unread first, then the most serious.
    """

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    source = models.ForeignKey(AlertSource, on_delete=models.PROTECT, related_name="alerts")
    reference = models.CharField(max_length=12, unique=True, default=new_alert_reference, editable=False)
    external_id = models.CharField(max_length=200)
    raised_at = models.DateTimeField()
    arrived_at = models.DateTimeField(default=timezone.now)
    user_typed = models.CharField(max_length=200, blank=True)
    user_letters = models.CharField(max_length=200, blank=True, editable=False)
    device = models.CharField(max_length=200, blank=True)
    content = models.TextField(blank=True)
    category = models.CharField(max_length=120, blank=True)
    severity = models.PositiveSmallIntegerField(choices=Severity, default=Severity.NOT_SAID)
    capture = models.BooleanField(
        default=False, help_text="The provider keeps a capture; it is not stored here"
    )
    capture_reference = models.CharField(max_length=200, blank=True)
    doubtful = models.BooleanField(default=False, help_text="The mail was not from the provider's address")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    held_by = models.CharField(max_length=24, choices=Role, blank=True)
    state = models.CharField(max_length=10, choices=AlertState, default=AlertState.WAITING)
    unread = models.BooleanField(default=True)
    rank = models.CharField(max_length=2)
    due_at = models.DateTimeField(null=True, blank=True)
    missed_at = models.DateTimeField(null=True, blank=True)
    passed_up = models.PositiveSmallIntegerField(default=0)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)
    incident = models.ForeignKey(
        Incident, on_delete=models.PROTECT, null=True, blank=True, related_name="alerts"
    )

    objects: ClassVar[AlertQuerySet] = AlertQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ("-raised_at", "-reference")
        indexes = [
            models.Index(
                fields=("school", "state", "rank", "raised_at", "reference"), name="alert_to_decide"
            ),
            models.Index(fields=("school", "-raised_at", "-reference"), name="alert_newest"),
            models.Index(fields=("due_at",), condition=Q(unread=True), name="alert_due"),
            models.Index(fields=("incident",), name="alert_incident"),
            models.Index(fields=("person",), name="alert_person"),
        ]
        constraints = [
            models.UniqueConstraint(fields=("source", "external_id"), name="one_alert_each"),
            models.CheckConstraint(
                condition=~Q(state="set_aside") | ~Q(reason=""), name="alert_set_aside_has_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state="taken_on") | Q(incident__isnull=False), name="alert_taken_on_has_incident"
            ),
            models.CheckConstraint(
                condition=Q(state="waiting") | Q(decided_at__isnull=False), name="decided_alert_has_moment"
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        """The alert's own page."""
        return reverse("alert", kwargs={"reference": self.reference})

    @property
    def is_serious(self) -> bool:
        """Whether two people read it before it may be set aside."""
        return self.severity in SERIOUS

    @property
    def is_waiting(self) -> bool:
        """Neither taken on nor set aside."""
        return self.state == AlertState.WAITING

    @property
    def is_late(self) -> bool:
        """Unread and past its moment."""
        past = self.due_at is not None and self.due_at < timezone.now()
        return self.unread and (past or self.missed_at is not None)

    @property
    def who(self) -> str:
        """The person it is about, as far as known."""
        return self.person.full_name if self.person else self.user_typed


class AlertReading(models.Model):
    """One row says that somebody has read an alert. Only ever added."""

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="readings")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("at", "pk")
        constraints = [models.UniqueConstraint(fields=("alert", "by"), name="one_reading_an_alert")]

    def __str__(self) -> str:
        return f"{self.by} read {self.alert}"
