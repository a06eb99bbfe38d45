"""Who may read what is kept about one person across incidents. Two policies; each asks the incidents' own policy.

Source: KCSIE, low-level concerns (the head decides in respect of all of them; the chair about the head);
domain/people-and-roles.md, "Rules of access": need to know, and conflict of interest first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet, Value

from esafety.access.capabilities import Capability as C
from esafety.access.conflict import conflicted_person_ids
from esafety.access.roles import CAPABILITIES, may, posts_of
from esafety.people.models import Person
from esafety.people.vocabulary import PersonKind
from incidents.access import INCIDENTS
from incidents.models import Incident, Involvement
from incidents.record.received import children_received
from incidents.vocabulary import AcceptedAs, Finding, FoundBy, Lane

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from esafety.people.models import User

_SHARED = Q(found_by=FoundBy.LOW_LEVEL, accepted_as="", lane__in=(Lane.GOVERNOR, Lane.HEAD))
_DISPROVED = Q(finding__in=(Finding.FALSE, Finding.MALICIOUS))
LOW_LEVEL = (
    Q(lane=Lane.LOW_LEVEL) | Q(accepted_as=AcceptedAs.LOW_LEVEL) | Q(finding=Finding.LOW_LEVEL) | _SHARED
) & ~_DISPROVED
"""Concerns below the harm threshold: as they were decided or ended, or as they were shared and nobody decided yet. What
was found false or malicious leaves what is read about a person at once (KCSIE Part 4; domain/records.md)."""


def _schools_with(user: User | AnonymousUser, capability: C) -> set[int]:
    return {school for school, role in posts_of(user) if capability in CAPABILITIES[role]}


def low_level_about(user: User | AnonymousUser, person: Person) -> QuerySet[Incident]:
    """The low-level concerns about one person that the account may see."""
    about = Involvement.objects.subjects().filter(incident=OuterRef("pk"), person=person)
    rows = Incident.objects.filter(LOW_LEVEL, Exists(about), school=person.school_id, merged_into=None)
    return INCIDENTS.visible_to(user, rows)


class LowLevelPeople:
    """The one policy for a person's low-level concerns read together: whoever holds them all, never the person,
    nobody close to them."""

    model = Person

    def visible_to(self, user: User | AnonymousUser, records: QuerySet[Person]) -> QuerySet[Person]:
        """People somebody shared a low-level concern about that the account may see."""
        schools = _schools_with(user, C.READ_LOW_LEVEL)
        if not schools:
            return records.none()
        concerns = INCIDENTS.visible_to(user, Incident.objects.filter(LOW_LEVEL, merged_into=None))
        about = Involvement.objects.subjects().filter(
            person=OuterRef("pk"), incident__in=concerns.order_by().values("pk")
        )
        return records.filter(Exists(about), school__in=schools).exclude(pk__in=conflicted_person_ids(user))

    def allows(self, user: User | AnonymousUser, capability: C, record: Person) -> bool:
        """Those who see the person here may read and review."""
        if capability is not C.READ_LOW_LEVEL or not may(user, capability, record.school_id):
            return False
        return self.visible_to(user, Person.objects.filter(pk=record.pk)).exists()


LOW_LEVEL_PEOPLE = LowLevelPeople()


class ChildrenInIncidents:
    """The one policy for a child's chronology: children with a part in an incident the account works on, or of whom
    another school sent something that the account reads."""

    model = Person

    def visible_to(self, user: User | AnonymousUser, records: QuerySet[Person]) -> QuerySet[Person]:
        """Pupils with a standing part in an incident read by post, or of whom something came; no conflict."""
        schools = _schools_with(user, C.WORK)
        if not schools:
            return records.none()
        part = Involvement.objects.standing().filter(
            person=OuterRef("pk"), incident__in=worked_on(user).order_by().values("pk")
        )
        known = Q(Exists(part))
        for received in children_received(user):
            known |= Q(pk__in=received)
        found = records.filter(known, school__in=schools, kind=PersonKind.PUPIL)
        return found.exclude(pk__in=conflicted_person_ids(user)).annotate(seen_by=Value(user.pk))

    def allows(self, user: User | AnonymousUser, capability: C, record: Person) -> bool:
        """Whoever works on an incident of the child or reads what came of it reads its chronology, and may print it."""
        if capability not in {C.WORK, C.PRINT} or not may(user, capability, record.school_id):
            return False
        if getattr(record, "seen_by", None) == user.pk:  # it came out of `visible_to` for this account
            return True
        return self.visible_to(user, Person.objects.filter(pk=record.pk)).exists()


CHILDREN = ChildrenInIncidents()


def worked_on(user: User | AnonymousUser) -> QuerySet[Incident]:
    """The incidents the account reads by a post it holds: what was only opened to it by name is left out."""
    visible = INCIDENTS.visible_to(user, Incident.objects.filter(merged_into=None))
    return visible.filter(seen_by_post=True)  # type: ignore[misc]  # `visible_to` brings it


def parts_of(user: User | AnonymousUser, child: Person) -> QuerySet[Involvement]:
    """The child's own standing parts in the incidents the account works on, oldest incident first."""
    seen = worked_on(user).filter(school=child.school_id).order_by().values("pk")
    rows = Involvement.objects.standing().filter(person=child, incident__in=seen)
    return rows.order_by("incident__reported_at", "pk")
