"""A document asked for."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any, ClassVar, Self

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from esafety.audit import record as enter
from esafety.outbox.models import Owed, OwedQuerySet
from esafety.outbox.vocabulary import State
from esafety.papers.models.stored_file import StoredFile
from esafety.papers.vocabulary import PAPER_FAILED, PERCENT, Stage, Step, Why
from esafety.people.models import ExternalContact, Person, School

KEPT_FOR = dt.timedelta(hours=24)
"""How long a paper waits for its requester. It can always be made again."""
_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_STAGES = {
    State.OWED: Stage.PREPARING,
    State.DONE: Stage.READY,
    State.WITHHELD: Stage.WITHHELD,
    State.PARKED: Stage.FAILED,
}


def new_reference() -> str:
    """Eight characters that cannot be mistaken for one another, such as `7KQ2-M9XT`."""
    drawn = "".join(secrets.choice(_LETTERS) for _ in range(8))
    return f"{drawn[:4]}-{drawn[4:]}"


def in_a_day() -> dt.datetime:
    """When a paper asked for now is thrown away."""
    return timezone.now() + KEPT_FOR


class PaperQuerySet(OwedQuerySet["Paper"]):
    """Filters with a name."""

    def about(self, record: models.Model) -> Self:
        """Papers made from one record, newest first."""
        of = {"about_label": record._meta.label_lower, "about_id": record.pk}
        return self.filter(**of).order_by("-created_at", "-pk")

    def outdated(self) -> Self:
        """Papers whose file is still there though their time is over or their link was closed."""
        over = Q(expires_at__lte=timezone.now()) | Q(link__closed_at__isnull=False)
        return self.filter(over, file__isnull=False, file__destroyed_at__isnull=True)


class Paper(Owed):
    """One row is one document asked for by one person, made in the background and kept for a while.

    It holds no text and no foreign key to the record. The right to the record is asked again when
    the document is made and at each download. With a `recipient` or `to_person` it is the copy behind a
    one-document link, and its requester cannot download it.
    """

    lease = dt.timedelta(minutes=10)

    reference = models.CharField(max_length=9, unique=True, default=new_reference)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=60)
    about_label = models.CharField(max_length=60)
    about_id = models.BigIntegerField()
    title = models.CharField(max_length=200)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recipient = models.ForeignKey(
        ExternalContact, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    to_person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    step = models.CharField(max_length=12, choices=Step, default=Step.WAITING)
    file = models.OneToOneField(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="paper"
    )
    pages = models.PositiveIntegerField(null=True, blank=True)
    # Until a document that is sent is made: of what its sender decided about (`PaperKind.decided`).
    made_from = models.CharField(
        max_length=64,
        blank=True,
        help_text="A fingerprint of what it was made from, where its kind asks for it",
    )
    expires_at = models.DateTimeField(default=in_a_day)

    objects: ClassVar[Any] = PaperQuerySet.as_manager()

    class Meta(Owed.Meta):
        indexes: ClassVar = [
            *Owed.Meta.indexes,
            models.Index(fields=("about_label", "about_id"), name="papers_paper_about"),
            models.Index(fields=("expires_at",), name="papers_paper_expires"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state=State.DONE) | Q(file__isnull=False, pages__isnull=False),
                name="paper_done_has_file",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_for_another(self) -> bool:
        """Whether it is the copy behind a link."""
        return bool(self.recipient_id or self.to_person_id)

    def record(self) -> Any | None:
        """What it is made from, or None when that is no longer there."""
        model: Any = apps.get_model(self.about_label)
        return model._base_manager.filter(pk=self.about_id).first()

    @property
    def stage(self) -> Stage:
        """What its requester can do with it now."""
        return _STAGES[State(self.state)]

    @property
    def percent(self) -> int:
        """How far the making has come, 0 to 100."""
        return PERCENT[Step(self.step)]

    @property
    def why(self) -> str:
        """Why it is not there, in a sentence."""
        return str(Why(self.last_error).label if self.last_error in Why.values else Why.BROKEN.label)

    def reach(self, step: Step) -> None:
        """Let the requester see how far it has come."""
        self._change(Paper.objects.filter(attempts=self.attempts), {"step": step})

    def file_away(self, kept: StoredFile, pages: int, made_from: str) -> bool:
        """It is made. False when somebody else had already ended it; then `kept` is not taken."""
        made = {"file": kept, "pages": pages, "made_from": made_from}
        return self._end(State.DONE, last_error="", step=Step.READY, **made)

    def tell_parked(self) -> None:
        """Enter it in the trail; the requester sees it on the paper's own page."""
        about = self.record() or self
        enter(PAPER_FAILED, by=None, school=self.school, about=about, detail={"paper": self.reference})
