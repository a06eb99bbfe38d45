"""The one question: may this account do this with this record?

A room answers it once, with one policy object per kind of record. Lists, counts, search, pages,
history, PDFs, exports, recipients of messages and workers all ask that object and nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

from django.db import models

from esafety.access.capabilities import Capability

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from esafety.people.models import User

Record = TypeVar("Record", bound=models.Model)


class Policy(Protocol[Record]):
    """Two methods that must agree: a record is in the list exactly when it may be seen."""

    model: type[Record]

    def visible_to(
        self, user: User | AnonymousUser, records: models.QuerySet[Record]
    ) -> models.QuerySet[Record]:
        """The records among these that the account may see at all."""
        ...

    def allows(self, user: User | AnonymousUser, capability: Capability, record: Record) -> bool:
        """Whether the account may do this with this record, which includes seeing it."""
        ...
