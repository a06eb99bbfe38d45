"""Who may see and do what in this room. Each policy has two methods that agree.

Source: domain/people-and-roles.md, "Roles"; domain/filtering.md, "Requests"; E 9 for looking into activity.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from esafety.access.capabilities import Capability as C
from esafety.access.conflict import conflicted_person_ids
from esafety.access.roles import may, posts_of, roles_in, schools_of
from filtering.models import Authorisation, Check, CheckPoint, FilteringRequest, LogLine, YearlyReview
from filtering.vocabulary import LookStage

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import Model

    from esafety.people.models import User

_OFFICERS = (C.DECIDE_FILTERING, C.RUN_FILTERING)


def schools_with(user: User | AnonymousUser, *capabilities: C) -> list[int]:
    """The schools in which the account holds any of these."""
    return [pk for pk in schools_of(user) if any(may(user, one, pk) for one in capabilities)]


class RequestPolicy:
    """The one policy for requests: one's own, and all of a school for those who decide and carry out."""

    model = FilteringRequest

    def visible_to(
        self, user: User | AnonymousUser, records: QuerySet[FilteringRequest]
    ) -> QuerySet[FilteringRequest]:
        """What the account asked itself, and everything where it decides or carries out."""
        own = Q(asked_by_id=user.pk, school__in=schools_with(user, C.REQUEST_FILTERING))
        return records.filter(own | Q(school__in=schools_with(user, *_OFFICERS)))

    def allows(self, user: User | AnonymousUser, capability: C, record: FilteringRequest) -> bool:
        """Whoever asked may follow it; deciders decide, technicians carry out. Nobody else sees it."""
        if capability is C.REQUEST_FILTERING:
            own = record.asked_by_id == user.pk and may(user, capability, record.school_id)
            return own or any(may(user, one, record.school_id) for one in _OFFICERS)
        return capability in _OFFICERS and may(user, capability, record.school_id)


class LookPolicy:
    """The one policy for authorisations. Conflict of interest comes first: whoever it concerns sees nothing of it.

    Seen by whoever asked, by the post that decides this one and, once it is authorised, by the technician named in it.
    """

    model = Authorisation

    def visible_to(
        self, user: User | AnonymousUser, records: QuerySet[Authorisation]
    ) -> QuerySet[Authorisation]:
        """Those the account asked, decides, or is to carry out."""
        held = Q(asked_by_id=user.pk, school__in=schools_with(user, C.ASK_LOOKS))
        for school_id, role in posts_of(user):
            if may(user, C.DECIDE_LOOKS, school_id):
                held |= Q(school_id=school_id, decider=role)
        given = (LookStage.AUTHORISED, LookStage.DONE, LookStage.LAPSED)
        held |= Q(technician_id=user.pk, stage__in=given, school__in=schools_with(user, C.RUN_FILTERING))
        return records.filter(held).exclude(concerns__in=conflicted_person_ids(user))

    def allows(self, user: User | AnonymousUser, capability: C, record: Authorisation) -> bool:
        """Deciding is for the post named in it; carrying out for the technician named in it."""
        if not self.visible_to(user, Authorisation.objects.filter(pk=record.pk)).exists():
            return False
        if capability is C.DECIDE_LOOKS:
            return may(user, capability, record.school_id) and record.decider in roles_in(
                user, record.school_id
            )
        if capability is C.RUN_FILTERING:
            return record.technician_id == user.pk and may(user, capability, record.school_id)
        return capability is C.SEE_LOOKS


class OfTheSchool:
    """The policy for what every reader of a school's log may see: checks, places to check from, yearly reviews."""

    def __init__(self, model: type[Model]) -> None:
        self.model = model

    def visible_to(self, user: User | AnonymousUser, records: QuerySet) -> QuerySet:
        """Those of the schools whose log the account reads."""
        return records.filter(school__in=schools_with(user, C.SEE_FILTERING_LOG))

    def allows(self, user: User | AnonymousUser, capability: C, record: Model) -> bool:
        """What the account's posts carry, where it reads the log; those who decide may also do what technicians do."""
        school_id: int = record.school_id  # type: ignore[attr-defined]
        held = {C.SEE_FILTERING_LOG, C.DECIDE_FILTERING, C.SIGN_FILTERING_YEAR}
        enough = _OFFICERS if capability is C.RUN_FILTERING else (capability,) if capability in held else ()
        reads = may(user, C.SEE_FILTERING_LOG, school_id)
        return reads and any(may(user, one, school_id) for one in enough)


class LogPolicy:
    """The one policy for lines of the log: a look's lines only for those who see the look."""

    model = LogLine

    def visible_to(self, user: User | AnonymousUser, records: QuerySet[LogLine]) -> QuerySet[LogLine]:
        """Lines of the schools whose log the account reads."""
        lines = records.filter(school__in=schools_with(user, C.SEE_FILTERING_LOG))
        looks = LOOKS.visible_to(user, Authorisation.objects.all()).order_by().values("pk")
        return lines.filter(Q(authorisation__isnull=True) | Q(authorisation__in=looks))

    def allows(self, user: User | AnonymousUser, capability: C, record: LogLine) -> bool:
        """Reading is all there is."""
        visible = self.visible_to(user, LogLine.objects.filter(pk=record.pk))
        return capability is C.SEE_FILTERING_LOG and visible.exists()


REQUESTS = RequestPolicy()
LOOKS = LookPolicy()
CHECKS = OfTheSchool(Check)
POINTS = OfTheSchool(CheckPoint)
YEARS = OfTheSchool(YearlyReview)
LOG = LogPolicy()
