"""Something somebody must do about an incident by a moment."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from esafety.people.models import School
from esafety.people.vocabulary import Role
from incidents.models.incident import Incident
from incidents.vocabulary import Records, TaskState


def new_key() -> str:
    """A random name for a task's address."""
    return secrets.token_urlsafe(12)


class TaskQuerySet(models.QuerySet["Task"]):
    """Filters with a name."""

    def open(self) -> TaskQuerySet:
        """Still to do."""
        return self.filter(state=TaskState.OPEN)

    def given(self) -> TaskQuerySet:
        """Given to a post or to somebody by name; the rest falls to the incident's owner."""
        return self.filter(~Q(role="") | Q(assigned_to__isnull=False))

    def asking(self, *codes: str) -> TaskQuerySet:
        """Those of these codes, the second and third of a kind too."""
        wanted = Q(pk__in=())
        for code in codes:
            wanted |= Q(code__startswith=code)
        return self.filter(wanted)

    def overdue(self) -> TaskQuerySet:
        """Still to do and past the due moment."""
        return self.open().filter(due_at__lt=timezone.now())


class Task(models.Model):
    """One row is one thing to do: by a role (or a named colleague), by a moment.

    Rows opened by the routing tables keep the row's id, edition and source as they were; a later change
    of the tables never changes an open incident. `detail` is all that somebody who is not on the incident
    is shown: never the narrative. `school` is the incident's, which never changes: what is to do in one school
    is found without looking through its archive.
    """

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="tasks")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=32, blank=True)
    words = models.CharField(max_length=200)
    detail = models.TextField(blank=True)
    guidance = models.CharField(max_length=600, blank=True)
    records = models.CharField(max_length=10, choices=Records, default=Records.WORDS)
    asked_by = models.JSONField(
        default=list, blank=True, help_text="The procedures that ask for it, by the names they had"
    )
    place = models.PositiveSmallIntegerField(default=0, help_text="Where it stands in its procedure")
    role = models.CharField(max_length=24, choices=Role, blank=True, help_text="Empty: the incident's owner")
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="incident_tasks",
    )
    required = models.BooleanField(default=False)
    opened_at = models.DateTimeField(default=timezone.now)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    due_at = models.DateTimeField(null=True, blank=True)
    warn_at = models.DateTimeField(
        null=True, blank=True, help_text="When to remind whoever it falls to; empty once reminded"
    )
    missed_at = models.DateTimeField(null=True, blank=True, help_text="When the clock ran out unmet")
    referral = models.ForeignKey(
        "incidents.Referral", on_delete=models.PROTECT, null=True, blank=True, related_name="tasks"
    )
    rule = models.CharField(max_length=40, blank=True)
    edition = models.CharField(max_length=10, blank=True)
    source = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=TaskState, default=TaskState.OPEN)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    result = models.TextField(blank=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        ordering = ("due_at", "pk")
        indexes = [
            models.Index(fields=("incident", "state", "due_at"), name="task_incident"),
            models.Index(fields=("due_at",), condition=Q(state="open"), name="task_due"),
            models.Index(fields=("warn_at",), condition=Q(state="open"), name="task_warn"),
            models.Index(fields=("assigned_to", "state"), name="task_assigned"),
            models.Index(fields=("role", "state"), name="task_role"),
            models.Index(fields=("school", "due_at"), condition=Q(state="open"), name="task_school_due"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=("incident", "code"), condition=~Q(code=""), name="one_task_a_code"
            ),
            models.CheckConstraint(
                condition=~Q(state="not_needed") | ~Q(result=""), name="task_not_needed_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(state="open") | Q(ended_at__isnull=False), name="ended_task_has_moment"
            ),
        ]

    def __str__(self) -> str:
        return self.words

    def get_absolute_url(self) -> str:
        """The task's own page."""
        return reverse("task", kwargs={"key": self.key})

    @property
    def reference(self) -> str:
        """The incident's reference."""
        return self.incident.reference

    @property
    def is_overdue(self) -> bool:
        """Still to do and past its moment."""
        return self.state == TaskState.OPEN and self.due_at is not None and self.due_at < timezone.now()
