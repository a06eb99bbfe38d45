"""Who answers requests to see what is held, and whose answer is whose. Three policies; conflict of interest is first.

Source: domain/records.md, "Access request"; domain/people-and-roles.md, "Rules of access".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from esafety.access.capabilities import Capability as C
from esafety.access.conflict import conflicted_person_ids
from esafety.access.roles import may, schools_of
from esafety.people.models import Person
from esafety.subject_access.models import AccessAnswer, AccessRequest

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from esafety.people.models import User


def _schools(user: User | AnonymousUser) -> list[int]:
    return [pk for pk in schools_of(user) if may(user, C.ANSWER_REQUESTS, pk)]


class Requests:
    """The one policy for requests: whoever answers them for the school, never about themselves or somebody close."""

    model = AccessRequest

    def visible_to(
        self, user: User | AnonymousUser, records: QuerySet[AccessRequest]
    ) -> QuerySet[AccessRequest]:
        """Requests of these schools about nobody close."""
        return records.filter(school__in=_schools(user)).exclude(person__in=conflicted_person_ids(user))

    def allows(self, user: User | AnonymousUser, capability: C, record: AccessRequest) -> bool:
        """Answering requests is the only capability it asks for."""
        if capability is not C.ANSWER_REQUESTS or not may(user, capability, record.school_id):
            return False
        return record.person_id not in conflicted_person_ids(user)


class Answers:
    """The one policy for answers: each is its maker's own, since it holds what they alone may read."""

    model = AccessAnswer

    def visible_to(
        self, user: User | AnonymousUser, records: QuerySet[AccessAnswer]
    ) -> QuerySet[AccessAnswer]:
        """One's own, to requests that one may still see."""
        requests = REQUESTS.visible_to(user, AccessRequest.objects.all()).order_by().values("pk")
        return records.filter(made_by_id=user.pk, request__in=requests)

    def allows(self, user: User | AnonymousUser, capability: C, record: AccessAnswer) -> bool:
        """Its maker alone, and in whichever way they may read it."""
        return record.made_by_id == user.pk and REQUESTS.allows(user, capability, record.request)


class Askable:
    """The one policy for whose data can be asked for: everybody of the school, those who left too, nobody close."""

    model = Person

    def visible_to(self, user: User | AnonymousUser, records: QuerySet[Person]) -> QuerySet[Person]:
        """People of the schools for which the account answers."""
        return records.filter(school__in=_schools(user)).exclude(pk__in=conflicted_person_ids(user))

    def allows(self, user: User | AnonymousUser, capability: C, record: Person) -> bool:
        """Answering requests is the only capability it asks for."""
        if capability is not C.ANSWER_REQUESTS or not may(user, capability, record.school_id):
            return False
        return record.pk not in conflicted_person_ids(user)


REQUESTS = Requests()
ANSWERS = Answers()
ASKABLE = Askable()
