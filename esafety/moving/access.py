"""Who may prepare, send and follow a pupil's safeguarding file, and who one that came. Three policies; what was
written here is asked of the incidents' own.

Source: domain/records.md, "Transfer"; domain/people-and-roles.md, "Rules of access" (conflict of interest first).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet

from esafety.access.capabilities import Capability as C
from esafety.access.conflict import conflicted_person_ids
from esafety.access.roles import may, schools_of
from esafety.moving.models import Arrival, ArrivalNamed, Transfer, TransferPart, TransferReceived
from esafety.moving.vocabulary import ArrivalState
from esafety.people.models import Person
from incidents.access import INCIDENTS
from incidents.access_people import CHILDREN
from incidents.models import Incident

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from esafety.people.models import User


def _schools(user: User | AnonymousUser) -> list[int]:
    return [pk for pk in schools_of(user) if may(user, C.MOVE_FILES, pk)]


class Transfers:
    """The one policy for files on their way: whoever sends files for the school and reads every incident of this one,
    and everything another school had sent that goes on with it.

    What the head sends of a matter about the safeguarding lead is not there for the lead.
    """

    model = Transfer

    def visible_to(self, user: User | AnonymousUser, records: QuerySet[Transfer]) -> QuerySet[Transfer]:
        """Files of these schools, none about somebody close, none with a part that the account may not see."""
        schools = _schools(user)
        if not schools:
            return records.none()
        seen = INCIDENTS.visible_to(user, Incident.objects.all()).filter(seen_by_post=True)  # type: ignore[misc]
        parts = TransferPart.objects.filter(transfer=OuterRef("pk"))
        closed = parts.exclude(incident__in=seen.order_by().values("pk"))
        came = TransferReceived.objects.filter(transfer=OuterRef("pk"))
        read = ARRIVALS.visible_to(user, Arrival.objects.all()).order_by().values("pk")
        found = records.filter(~Exists(closed), ~Exists(came.exclude(arrival__in=read)), school__in=schools)
        found = found.filter(Exists(parts) | Exists(came))
        return found.exclude(pupil__in=conflicted_person_ids(user))

    def allows(self, user: User | AnonymousUser, capability: C, record: Transfer) -> bool:
        """Sending files is the only capability it asks for."""
        if capability is not C.MOVE_FILES or not may(user, capability, record.school_id):
            return False
        return self.visible_to(user, Transfer.objects.filter(pk=record.pk)).exists()


class Movers:
    """The one policy for whose file can be sent: pupils whose chronology the account reads, where it sends files."""

    model = Person

    def visible_to(self, user: User | AnonymousUser, records: QuerySet[Person]) -> QuerySet[Person]:
        """Those whose chronology the account reads in schools whose files it sends."""
        return CHILDREN.visible_to(user, records.filter(school__in=_schools(user)))

    def allows(self, user: User | AnonymousUser, capability: C, record: Person) -> bool:
        """Sending files is the only capability it asks for."""
        if capability is not C.MOVE_FILES or not may(user, capability, record.school_id):
            return False
        return CHILDREN.allows(user, C.WORK, record)


class Arrivals:
    """The one policy for files that came from other schools: leads and head, never anybody close to whom they name.

    Until a pupil was chosen, every pupil whom the file may be about counts as the one; an adult of the household who
    works here counts always.
    """

    model = Arrival

    def visible_to(self, user: User | AnonymousUser, records: QuerySet[Arrival]) -> QuerySet[Arrival]:
        """Files of these schools that name nobody who is close to the account."""
        schools = [pk for pk in schools_of(user) if may(user, C.RECEIVE_FILES, pk)]
        if not schools:
            return records.none()
        close = conflicted_person_ids(user)
        named = ArrivalNamed.objects.filter(arrival=OuterRef("pk"), person__in=close)
        counts = Q(is_pupil=False) | ~Q(arrival__state=ArrivalState.TAKEN_IN)
        found = records.filter(~Exists(named.filter(counts)), school__in=schools)
        return found.exclude(pupil__in=close)

    def allows(self, user: User | AnonymousUser, capability: C, record: Arrival) -> bool:
        """Receiving files is the only capability it asks for."""
        if capability is not C.RECEIVE_FILES or not may(user, capability, record.school_id):
            return False
        return self.visible_to(user, Arrival.objects.filter(pk=record.pk)).exists()


ARRIVALS = Arrivals()
TRANSFERS = Transfers()
MOVERS = Movers()
