"""What a request says, before it is a record."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from filtering.vocabulary import Category, Kind, UserGroup

if TYPE_CHECKING:
    from filtering.addresses import Read
    from filtering.models import FilteringRequest


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A request as somebody tells it. What does not fit its kind stays empty."""

    kind: Kind
    purpose: str
    for_group: UserGroup
    addresses: tuple[Read, ...] = ()
    category: Category | None = None
    lesson: str = ""
    from_on: dt.date | None = None
    until_on: dt.date | None = None
    supervised_by: str = ""
    alternatives: str = ""
    data_note: str = ""
    risk_note: str = ""
    renews: FilteringRequest | None = None
