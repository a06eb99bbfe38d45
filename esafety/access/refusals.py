"""Why an act cannot be done now, in words for the person who tried."""

from __future__ import annotations

from typing import Generic, TypeVar

from django.db import models

Record = TypeVar("Record", bound=models.Model)


class NotNow(Exception):
    """The act is not open in the record's present state. The message says why and what to do."""


class Stale(Exception, Generic[Record]):
    """Somebody else changed the record since it was read. Nothing was written; what was typed is kept."""

    def __init__(self, record: Record) -> None:
        """Keep the record as it was when the act was tried."""
        super().__init__(
            f"Somebody else changed this {record._meta.verbose_name} while you were writing. Nothing was saved. "
            "Check what changed, then send yours again."
        )
        self.record = record
