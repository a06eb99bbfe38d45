"""Which terms and closures an account may change: those of the schools whose settings it keeps.

Source: domain/people-and-roles.md ("Trust or authority administrators manage schools, settings"; head, C 2.2.1).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from esafety.access.capabilities import Capability
from esafety.access.roles import may, schools_of
from esafety.schooldays.models import Closure, Term

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from esafety.people.models import User

Row = TypeVar("Row", Term, Closure)


class CalendarEntries(Generic[Row]):
    """The one policy for terms, and the one for closures."""

    def __init__(self, model: type[Row]) -> None:
        self.model: type[Row] = model

    def visible_to(self, user: User | AnonymousUser, records: QuerySet[Row]) -> QuerySet[Row]:
        """Entries of the schools whose calendar the account keeps."""
        keeps = [pk for pk in schools_of(user) if may(user, Capability.MANAGE_SCHOOL, pk)]
        return records.filter(school__in=keeps)

    def allows(self, user: User | AnonymousUser, capability: Capability, record: Row) -> bool:
        """Keeping the calendar is the only capability it asks for."""
        return capability is Capability.MANAGE_SCHOOL and may(user, capability, record.school_id)


TERMS = CalendarEntries(Term)
CLOSURES = CalendarEntries(Closure)
