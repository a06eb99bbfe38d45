"""The document of a signature."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from aup.models.signature import Signature
from esafety.outbox.models import Owed, OwedQuerySet
from esafety.outbox.vocabulary import State
from esafety.papers.models import StoredFile
from esafety.people.models import School


class SignedCopy(Owed):
    """One row is the PDF of one signature with its certificate: made once in the background, and kept.

    `sha256` is the fingerprint of the very file that was handed out: whoever holds a file can show that it is this
    one. The file stays, encrypted, as long as the signature (domain/agreements.md, C 3.3).
    """

    lease = dt.timedelta(minutes=5)

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    signature = models.OneToOneField(Signature, on_delete=models.PROTECT, related_name="copy")
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    sha256 = models.CharField(max_length=64, blank=True)
    pages = models.PositiveIntegerField(null=True, blank=True)

    objects: ClassVar[Any] = OwedQuerySet.as_manager()

    class Meta(Owed.Meta):
        verbose_name_plural = "signed copies"
        indexes: ClassVar = [
            *Owed.Meta.indexes,
            models.Index(fields=("sha256",), condition=~Q(sha256=""), name="signed_copy_by_hash"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state=State.DONE) | Q(file__isnull=False, pages__isnull=False) & ~Q(sha256=""),
                name="signed_copy_done_has_file",
            )
        ]

    def __str__(self) -> str:
        return f"Signed copy {self.signature_id}"

    @property
    def is_ready(self) -> bool:
        """Whether it can be downloaded."""
        return self.state == State.DONE

    def file_away(self, kept: StoredFile, pages: int) -> bool:
        """It is made. False when somebody else had already ended it; then `kept` is not taken."""
        return self._end(State.DONE, last_error="", file=kept, sha256=kept.sha256, pages=pages)
