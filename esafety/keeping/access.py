"""Who reviews records and disposes of them. Conflict of interest comes first: nobody does it to what they cannot see.

Source: issue 8 (a lead, the head or the person named for records); domain/people-and-roles.md, "Rules of access".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from esafety.access.capabilities import Capability as C
from esafety.access.roles import may, schools_of
from esafety.keeping.models import Disposal, DisposalItem, Hold
from incidents.access import INCIDENTS
from incidents.models import Incident, Involvement

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from esafety.people.models import User

KEEP = C.KEEP_RECORDS


def _schools(user: User | AnonymousUser) -> list[int]:
    return [pk for pk in schools_of(user) if may(user, KEEP, pk)]


class RecordPolicy:
    """The one policy for records as something that is kept: what the account sees, where it keeps records."""

    model = Incident

    def visible_to(self, user: User | AnonymousUser, records: QuerySet[Incident]) -> QuerySet[Incident]:
        """Incidents it sees, of the schools whose records it keeps."""
        return INCIDENTS.visible_to(user, records.filter(school__in=_schools(user)))

    def allows(self, user: User | AnonymousUser, capability: C, record: Incident) -> bool:
        """Reviewing, holding and disposing of what is visible."""
        return (
            capability is KEEP
            and may(user, KEEP, record.school_id)
            and INCIDENTS.standing(user, record) is not None
        )


class HoldPolicy:
    """The one policy for holds: those on visible incidents, and those on the whole school."""

    model = Hold

    def visible_to(self, user: User | AnonymousUser, records: QuerySet[Hold]) -> QuerySet[Hold]:
        """Holds of the schools whose records it keeps, without those on what it may not see."""
        seen = RECORDS.visible_to(user, Incident.objects.filter(pk=OuterRef("incident")))
        return records.filter(Q(incident=None) | Exists(seen), school__in=_schools(user))

    def allows(self, user: User | AnonymousUser, capability: C, record: Hold) -> bool:
        """Lifting what is visible."""
        return capability is KEEP and self.visible_to(user, Hold.objects.filter(pk=record.pk)).exists()


class DisposalPolicy:
    """The one policy for disposals: those in which there is nothing the account may not see."""

    model = Disposal

    def visible_to(self, user: User | AnonymousUser, records: QuerySet[Disposal]) -> QuerySet[Disposal]:
        """Disposals of the schools whose records it keeps. Once carried out nothing in one speaks of anybody."""
        seen = RECORDS.visible_to(user, Incident.objects.filter(pk=OuterRef("incident")))
        hidden = DisposalItem.objects.filter(~Exists(seen), disposal=OuterRef("pk"))
        return records.filter(~Exists(hidden), school__in=_schools(user))

    def allows(self, user: User | AnonymousUser, capability: C, record: Disposal) -> bool:
        """Everything with what is visible; what its stage allows is the actions' question."""
        return capability is KEEP and self.visible_to(user, Disposal.objects.filter(pk=record.pk)).exists()


RECORDS = RecordPolicy()
HOLDS = HoldPolicy()
DISPOSALS = DisposalPolicy()


def has_a_part_in(user: User, incidents: Iterable[int], *, work_too: bool) -> bool:
    """Whether the account's holder is named in any of these; with `work_too`, reported or worked on one."""
    named = Involvement.objects.filter(incident__in=incidents, person__account=user)
    worked = Incident.objects.filter(Q(reported_by=user) | Q(assigned_to=user), pk__in=incidents)
    return named.exists() or (work_too and worked.exists())
