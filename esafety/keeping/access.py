"""Who reviews records and disposes of them. Conflict of interest comes first: nobody does it to what they cannot see.

Source: issue 8 (a lead, the head or the person named for records); domain/people-and-roles.md, "Rules of access".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from esafety.access.capabilities import Capability as C
from esafety.access.role_tables import CAPABILITIES
from esafety.access.roles import may, schools_of
from esafety.keeping.families import whole
from esafety.keeping.lots import in_lot
from esafety.keeping.models import Disposal, DisposalItem, DisposalReader, Hold, Lot, Record, Subject
from esafety.keeping.models.subject import ON_ALL
from esafety.keeping.parts import PARTS
from esafety.keeping.vocabulary import Stage
from esafety.moving.access import ARRIVALS
from esafety.moving.models import Arrival, ArrivalNamed, ArrivalPlacing
from esafety.people.queries import holders
from incidents.access import INCIDENTS
from incidents.models import Decision, Incident, Involvement

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from esafety.people.models import School, User

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


class ReceivedPolicy:
    """The one policy for files that other schools sent as something that is kept: those the account may read anyway."""

    model = Arrival

    def visible_to(self, user: User | AnonymousUser, records: QuerySet[Arrival]) -> QuerySet[Arrival]:
        """Files it reads, of the schools whose records it keeps."""
        return ARRIVALS.visible_to(user, records.filter(school__in=_schools(user)))

    def allows(self, user: User | AnonymousUser, capability: C, record: Arrival) -> bool:
        """Reviewing, holding and disposing of what is visible."""
        return (
            capability is KEEP
            and may(user, KEEP, record.school_id)
            and ARRIVALS.allows(user, C.RECEIVE_FILES, record)
        )


class LotPolicy:
    """The one policy for lots: those of the schools whose records the account keeps.

    A kind that not every keeper reads (alerts, looks into somebody's activity) is there where the account reads
    something in it, so that nobody learns from a lot that there was something about them.
    """

    model = Lot

    def visible_to(self, user: User | AnonymousUser, records: QuerySet[Lot]) -> QuerySet[Lot]:
        """Lots of the schools whose records it keeps, in which there is something for it to know of."""
        schools, read = _schools(user), set[int]()
        kinds = [part.kind for part in PARTS if part.policy]
        for part in PARTS if schools else ():
            if part.policy is not None:  # asked here: inside other questions it is deeper than SQLite reads
                lots = Lot.objects.filter(Exists(part.policy.visible_to(user, in_lot(part))), kind=part.kind)
                read.update(lots.filter(school__in=schools).values_list("pk", flat=True))
        return records.filter(~Q(kind__in=kinds) | Q(pk__in=read), school__in=schools)

    def allows(self, user: User | AnonymousUser, capability: C, record: Lot) -> bool:
        """Reviewing, holding and disposing of what is visible."""
        return capability is KEEP and self.visible_to(user, Lot.objects.filter(pk=record.pk)).exists()


class HoldPolicy:
    """The one policy for holds: those on visible records, and those on the whole school."""

    model = Hold

    def visible_to(self, user: User | AnonymousUser, records: QuerySet[Hold]) -> QuerySet[Hold]:
        """Holds of the schools whose records it keeps, without those on what it may not see."""
        return records.filter(ON_ALL | seen_by(user), school__in=_schools(user))

    def allows(self, user: User | AnonymousUser, capability: C, record: Hold) -> bool:
        """Lifting what is visible."""
        return capability is KEEP and self.visible_to(user, Hold.objects.filter(pk=record.pk)).exists()


class DisposalPolicy:
    """The one policy for disposals: those in which there is nothing the account may not see.

    Once one was approved its records go, and with them the answer: who saw all of it then reads it for ever, and
    nobody else, so that nobody learns from a line of the ledger that there was something about them.
    """

    model = Disposal

    def visible_to(self, user: User | AnonymousUser, records: QuerySet[Disposal]) -> QuerySet[Disposal]:
        """Disposals of the schools whose records it keeps, wholly visible or read when they were approved."""
        hidden = DisposalItem.objects.filter(~seen_by(user), disposal=OuterRef("pk"))
        read = DisposalReader.objects.filter(user=user.pk, disposal=OuterRef("pk"))
        mine = ~Exists(hidden) & (
            Exists(DisposalItem.objects.filter(disposal=OuterRef("pk"))) | Q(proposed_by=user.pk)
        )
        decided = Q(stage__in=(Stage.APPROVED, Stage.DONE))
        return records.filter(
            decided & Exists(read) & ~Exists(hidden) | ~decided & mine, school__in=_schools(user)
        )

    def allows(self, user: User | AnonymousUser, capability: C, record: Disposal) -> bool:
        """Everything with what is visible; what its stage allows is the actions' question."""
        return capability is KEEP and self.visible_to(user, Disposal.objects.filter(pk=record.pk)).exists()


RECORDS = RecordPolicy()
RECEIVED = ReceivedPolicy()
LOTS = LotPolicy()
HOLDS = HoldPolicy()
DISPOSALS = DisposalPolicy()


def seen_by(user: User | AnonymousUser) -> Q:
    """For rows of this room: those about a record that the account sees."""
    incidents = RECORDS.visible_to(user, Incident.objects.filter(pk=OuterRef("incident")))
    arrivals = RECEIVED.visible_to(user, Arrival.objects.filter(pk=OuterRef("arrival")))
    lots = LOTS.visible_to(user, Lot.objects.filter(pk=OuterRef("lot")))
    return Q(Exists(incidents)) | Q(Exists(arrivals)) | Q(Exists(lots))


def keeps(user: User, record: Record) -> bool:
    """Whether the account sees this record and keeps records there."""
    if isinstance(record, Incident):
        return RECORDS.allows(user, KEEP, record)
    if isinstance(record, Lot):
        return LOTS.allows(user, KEEP, record)
    return RECEIVED.allows(user, KEEP, record)


def keepers(school: School) -> list[User]:
    """Who keeps the school's records today, each once."""
    roles = [role for role, held in CAPABILITIES.items() if KEEP in held]
    return list({post.user_id: post.user for post in holders(school, roles)}.values())


def readers_of(record: Record) -> frozenset[int]:
    """Which of those who keep the school's records may see this one."""
    return frozenset(user.pk for user in keepers(record.school) if keeps(user, record))


def has_a_part_in(user: User, subjects: Iterable[Subject], *, work_too: bool) -> bool:
    """Whether the account's holder is named in any of these, or in a duplicate that goes with one.

    With `work_too` also: reported it, was assigned to it or decided in it; received a file, opened or placed it. Nobody
    has a part in a lot: of it goes only what both who decide may read.
    """
    wanted = list(subjects)
    incidents = {one.pk for one in wanted if one.column == "incident"}
    arrivals = {one.pk for one in wanted if one.column == "arrival"}
    return (bool(incidents) and _in_incidents(user, incidents, work_too)) or (
        bool(arrivals) and _in_received(user, arrivals, work_too)
    )


def _in_received(user: User, arrivals: set[int], work_too: bool) -> bool:
    rows = Arrival.objects.filter(pk__in=arrivals)
    named = ArrivalNamed.objects.filter(arrival__in=arrivals, person__account=user)
    worked = rows.filter(Q(came_by=user) | Q(opened_by=user) | Q(taken_in_by=user))
    placed = ArrivalPlacing.objects.filter(arrival__in=arrivals, by=user)
    is_in_it = rows.filter(pupil__account=user).exists() or named.exists()
    return is_in_it or (work_too and (worked.exists() or placed.exists()))


def _in_incidents(user: User, incidents: set[int], work_too: bool) -> bool:
    all_ = whole(incidents)
    named = Involvement.objects.filter(incident__in=all_, person__account=user)
    worked = Incident.objects.filter(Q(reported_by=user) | Q(assigned_to=user), pk__in=all_)
    decided = Decision.objects.filter(incident__in=all_, by=user)
    return named.exists() or (work_too and (worked.exists() or decided.exists()))
