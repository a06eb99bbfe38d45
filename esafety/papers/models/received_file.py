"""A file that came from outside."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Q

from esafety.audit import record as enter
from esafety.outbox.models import Owed, OwedQuerySet
from esafety.papers.models.paper import new_reference
from esafety.papers.models.stored_file import StoredFile
from esafety.papers.receiving.kinds import KIND, Kind
from esafety.papers.receiving.vocabulary import UPLOAD_UNREADABLE, Verdict
from esafety.people.models import School


class ReceivedFileQuerySet(OwedQuerySet["ReceivedFile"]):
    """Filters with a name."""

    def about(self, record: models.Model) -> ReceivedFileQuerySet:
        """Files sent to one record, oldest first."""
        return self.filter(about_label=record._meta.label_lower, about_id=record.pk).order_by("pk")


class ReceivedFile(Owed):
    """One row is one file that somebody sent, and what is known of it: what it is, and whether it may be opened.

    The row is the promise to have it looked at by the virus scanner. Until that is kept it is in quarantine.
    """

    lease = dt.timedelta(minutes=5)

    reference = models.CharField(max_length=9, unique=True, default=new_reference)
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="received")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    about_label = models.CharField(max_length=60)
    about_id = models.BigIntegerField()
    name = models.CharField(max_length=200, help_text="What it was called by whoever sent it")
    kind = models.CharField(max_length=8, help_text="What it is by its content")
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=10, choices=Verdict, default=Verdict.WAITING)
    found = models.CharField(max_length=100, blank=True, help_text="The scanner's name for what it found")
    set_aside_at = models.DateTimeField(null=True, blank=True)
    set_aside_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects: ClassVar[Any] = ReceivedFileQuerySet.as_manager()

    class Meta(Owed.Meta):
        indexes: ClassVar = [
            *Owed.Meta.indexes,
            models.Index(fields=("about_label", "about_id"), name="papers_received_about"),
            models.Index(fields=("verdict",), name="papers_received_verdict"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(set_aside_at__isnull=True, set_aside_by__isnull=True)
                | Q(set_aside_at__isnull=False, set_aside_by__isnull=False),
                name="received_file_set_aside_by",
            )
        ]

    def __str__(self) -> str:
        return f"File {self.reference}"

    @property
    def sort(self) -> Kind:
        """What it is by its content."""
        return KIND[self.kind]

    @property
    def is_set_aside(self) -> bool:
        """Whether somebody said that it may be illegal: then nobody opens it any more."""
        return self.set_aside_at is not None

    def record(self) -> Any | None:
        """What it was sent to."""
        model: Any = apps.get_model(self.about_label)
        return model._base_manager.filter(pk=self.about_id).first()

    def tell_parked(self) -> None:
        """It could not even be read for the scanner: whoever looks at its record sees it closed."""
        about = self.record() or self
        enter(UPLOAD_UNREADABLE, by=None, school=self.school, about=about, detail={"file": self.reference})
