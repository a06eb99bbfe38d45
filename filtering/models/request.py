"""Something asked of the filter: an exception, a block, an address to write to, a lesson, a new technology."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from esafety.papers.models.paper import new_reference
from esafety.people.models import ExternalContact, School
from filtering.policy.kinds import OPENING, RULE, Rule
from filtering.vocabulary import Category, Kind, Stage, UserGroup

WAITING = (Stage.ASKED, Stage.SECOND)
TO_DO = (Stage.AGREED, Stage.SENT)
ALIVE = (Stage.AGREED, Stage.SENT, Stage.OPEN, Stage.CLOSING, Stage.CLOSED)
"""Something was agreed, and it may be in force until somebody has seen that it is not."""
IN_ITS_WORDS = {
    Kind.UNBLOCK: {Stage.OPEN: "Open"},
    Kind.BLOCK: {
        Stage.OPEN: "Blocked",
        Stage.CLOSING: "Block to be lifted",
        Stage.DONE: "Block lifted",
    },
    Kind.TECHNOLOGY: {
        Stage.OPEN: "In use",
        Stage.CLOSING: "To be taken out of use",
        Stage.DONE: "Out of use",
    },
}
"""What a stage is called where its own name would mislead."""


class FilteringRequestQuerySet(models.QuerySet["FilteringRequest"]):
    """Filters with a name."""

    def waiting(self) -> FilteringRequestQuerySet:
        """Those that nobody has decided yet."""
        return self.filter(stage__in=WAITING)

    def exceptions(self) -> FilteringRequestQuerySet:
        """Those that open something."""
        return self.filter(kind__in=OPENING)

    def alive(self) -> FilteringRequestQuerySet:
        """Agreed, and not yet seen to be shut."""
        return self.filter(stage__in=ALIVE)

    def overdue(self, now: dt.datetime | None = None) -> FilteringRequestQuerySet:
        """Past their time and not yet seen to be shut."""
        return self.alive().filter(ends_at__lte=now or timezone.now())

    def to_end(self, now: dt.datetime) -> FilteringRequestQuerySet:
        """Whose time is reached, and nobody has been told to close them."""
        return self.filter(stage__in=(*TO_DO, Stage.OPEN), ends_at__lte=now)

    def to_remind(self, now: dt.datetime) -> FilteringRequestQuerySet:
        """Whose next reminder is due."""
        return self.alive().filter(remind_at__lte=now)

    def blocks_to_review(self) -> FilteringRequestQuerySet:
        """Emergency blocks that nobody has looked at again; what is being lifted has nothing left to review."""
        unseen = self.filter(review_due_at__isnull=False, reviewed_at__isnull=True)
        return unseen.filter(stage__in=(Stage.AGREED, Stage.SENT, Stage.OPEN))


class FilteringRequest(models.Model):
    """One row is one thing asked of the filter, from the question until somebody has seen that it is shut again.

    `ends_at` and `remind_at` are worked out once, when it is agreed; overdue is a question of the clock.
    """

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="filtering_requests")
    reference = models.CharField(max_length=9, unique=True, default=new_reference)
    kind = models.CharField(max_length=10, choices=Kind)
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.ASKED)
    version = models.PositiveIntegerField(default=1)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    category = models.CharField(max_length=12, choices=Category, blank=True)
    purpose = models.TextField(max_length=2000)
    lesson = models.CharField(max_length=200, blank=True)
    for_group = models.CharField(max_length=10, choices=UserGroup)
    from_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)
    supervised_by = models.CharField(max_length=200, blank=True)
    alternatives = models.TextField(max_length=2000, blank=True)
    data_note = models.TextField(max_length=2000, blank=True)
    risk_note = models.TextField(max_length=2000, blank=True)
    needs_second = models.BooleanField(default=False)
    renews = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="renewals"
    )
    incident_reference = models.CharField(max_length=20, blank=True)
    review_due_at = models.DateTimeField(
        null=True, blank=True, help_text="Of a block that was acted on first"
    )
    review_chase_at = models.DateTimeField(null=True, blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_to = models.ForeignKey(
        ExternalContact, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    salt = models.CharField(max_length=32, blank=True, help_text="Of the link that the provider was sent")
    key_id = models.CharField(max_length=16, blank=True)
    token_hash = models.CharField(max_length=64, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ends_at = models.DateTimeField(null=True, blank=True)
    remind_at = models.DateTimeField(null=True, blank=True)
    not_needed_at = models.DateTimeField(null=True, blank=True)
    closing_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    checked_at = models.DateTimeField(null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects: ClassVar[Any] = FilteringRequestQuerySet.as_manager()

    class Meta:
        ordering = ("-asked_at", "-pk")
        verbose_name = "request"
        indexes = [
            models.Index(fields=("school", "stage", "-asked_at"), name="filtering_request_stage"),
            models.Index(fields=("school", "asked_by", "-asked_at"), name="filtering_request_asker"),
            models.Index(fields=("stage", "ends_at"), name="filtering_request_ends"),
            models.Index(fields=("stage", "remind_at"), name="filtering_request_remind"),
            models.Index(fields=("review_chase_at",), name="filtering_request_review"),
            models.Index(fields=("school", "incident_reference"), name="filtering_request_incident"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(from_on__isnull=True) | Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
                name="filtering_request_ends_after_start",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=OPENING) | Q(from_on__isnull=False, until_on__isnull=False),
                name="filtering_exception_has_dates",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=OPENING, stage__in=ALIVE)
                | Q(ends_at__isnull=False, remind_at__isnull=False),
                name="filtering_exception_is_watched",
            ),
            models.UniqueConstraint(
                fields=("token_hash",), condition=~Q(token_hash=""), name="filtering_request_one_token"
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("filtering_request", kwargs={"reference": self.reference})

    @property
    def rule(self) -> Rule:
        """What its kind means."""
        return RULE[Kind(self.kind)]

    @property
    def stands(self) -> str:
        """Where it stands, in the words of its kind."""
        words = IN_ITS_WORDS.get(Kind(self.kind), {})
        return words.get(Stage(self.stage)) or str(Stage(self.stage).label)

    @property
    def is_waiting(self) -> bool:
        """Whether nobody has decided it yet."""
        return self.stage in WAITING

    @property
    def is_alive(self) -> bool:
        """Whether it was agreed and is not yet seen to be shut."""
        return self.stage in ALIVE

    @property
    def is_overdue(self) -> bool:
        """Whether its time is past and nobody has seen yet that it is shut."""
        return self.is_alive and self.ends_at is not None and self.ends_at <= timezone.now()

    @property
    def was_acted_on_first(self) -> bool:
        """Whether it is a block that somebody had put in force before a decision."""
        return self.review_due_at is not None
