"""Whose campaigns, classes and signatures an account may see and work on.

Whoever manages the agreements of a school runs its campaigns and keeps what was signed (C 2.2.3, 3.3); whoever
teaches lets a class sign. A signer reaches their own copies by another door (`aup/views/mine.py`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aup.access.editions import schools_where
from aup.models import Campaign, CampaignClass, ClassSession, Invitation, Signature, Wanted
from esafety.access.capabilities import Capability as C
from esafety.access.roles import may

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from esafety.people.models import User


class OfTheSchool:
    """The policy for one kind of record of a school: whoever holds any of some capabilities there."""

    def __init__(self, model: Any, *opened_by: C) -> None:
        """Name the model and what opens it."""
        self.model, self.opened_by = model, opened_by

    def visible_to(self, user: User | AnonymousUser, records: QuerySet[Any]) -> QuerySet[Any]:
        """Those of the schools in which one holds any of the capabilities."""
        return records.filter(school__in=schools_where(user, *self.opened_by))

    def allows(self, user: User | AnonymousUser, capability: C, record: Any) -> bool:
        """Whether one holds this very capability there."""
        return capability in self.opened_by and may(user, capability, record.school_id)


CAMPAIGNS = OfTheSchool(Campaign, C.MANAGE_AGREEMENTS)
CLASSES = OfTheSchool(CampaignClass, C.MANAGE_AGREEMENTS, C.OPEN_CLASS_SIGNING)
CLASS_SESSIONS = OfTheSchool(ClassSession, C.OPEN_CLASS_SIGNING)
INVITATIONS = OfTheSchool(Invitation, C.MANAGE_AGREEMENTS)
SIGNATURES = OfTheSchool(Signature, C.MANAGE_AGREEMENTS)
WANTED = OfTheSchool(Wanted, C.MANAGE_AGREEMENTS)
