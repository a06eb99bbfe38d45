"""A policy of the school, its editions, and who has read them."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from esafety.governance.vocabulary import Audience
from esafety.papers.models import ReceivedFile
from esafety.people.models import School


class PolicyQuerySet(models.QuerySet["Policy"]):
    """Filters with a name."""

    def in_use(self) -> Self:
        """Not taken out of use."""
        return self.filter(retired_at__isnull=True)

    def due(self) -> Self:
        """In use, and their review is due."""
        return self.in_use().filter(review_due__lte=timezone.localdate())


class Policy(models.Model):
    """One row is one policy: what it is called, who keeps it, when it is looked at again. Source: A, B schedule, D
    5.5."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=160)
    owner = models.CharField(max_length=120, help_text="A post, not a name")
    audience = models.CharField(max_length=10, choices=Audience, default=Audience.STAFF)
    review_due = models.DateField()
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = PolicyQuerySet.as_manager()

    class Meta:
        ordering = ("title", "pk")
        indexes = [models.Index(fields=("school", "title"), name="policy_school")]
        constraints = [
            models.UniqueConstraint(
                fields=("school", "title"), condition=Q(retired_at__isnull=True), name="one_policy_a_title"
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_due(self) -> bool:
        """Whether its review is due."""
        return self.retired_at is None and self.review_due <= timezone.localdate()


class PolicyEdition(models.Model):
    """One row is one edition as it was approved: by whom, when, under which minute. Only ever added."""

    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField()
    approved_by = models.CharField(max_length=120, help_text="The body: full board, a committee, the head")
    approved_on = models.DateField()
    minute = models.CharField(max_length=60, blank=True)
    changes = models.CharField(max_length=500, blank=True, help_text="What is new in it")
    file = models.OneToOneField(
        ReceivedFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    where = models.CharField(max_length=300, blank=True, help_text="Where the text is kept, in words")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("policy", "-number")
        constraints = [models.UniqueConstraint(fields=("policy", "number"), name="one_edition_a_number")]

    def __str__(self) -> str:
        return f"{self.policy}, edition {self.number}"

    @property
    def school(self) -> School:
        """The policy's school."""
        return self.policy.school


class Acknowledgement(models.Model):
    """One row says that somebody has read one edition of a policy."""

    edition = models.ForeignKey(PolicyEdition, on_delete=models.PROTECT, related_name="acknowledgements")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-at",)
        constraints = [models.UniqueConstraint(fields=("edition", "user"), name="one_reading_each")]

    def __str__(self) -> str:
        return f"{self.user}: {self.edition}"
