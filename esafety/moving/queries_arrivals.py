"""Files that came: the list, who may read one, what a pupil has of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from esafety.access.capabilities import Capability as C
from esafety.access.conflict import conflicted_person_ids
from esafety.access.role_tables import CAPABILITIES
from esafety.moving.access import ARRIVALS
from esafety.moving.models import Arrival, ArrivalEntry
from esafety.moving.vocabulary import TO_DO, ArrivalState
from esafety.people.models import Membership, Person, User
from esafety.people.queries import found_by_name
from esafety.people.vocabulary import PersonKind
from incidents.lists.elsewhere import Due

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from esafety.people.models import School

A_PAGE = 100
DONE = (ArrivalState.TAKEN_IN, ArrivalState.NOT_KEPT)


def arrivals(user: User, school: School, *, to_do: bool) -> QuerySet[Arrival]:
    """The school's files from others that the account may see, the latest first."""
    found = ARRIVALS.visible_to(
        user, Arrival.objects.filter(school=school, state__in=TO_DO if to_do else DONE)
    )
    return found.select_related("pupil")


def readers(arrival: Arrival) -> list[User]:
    """Every account that may read a file."""
    roles = [role for role, held in CAPABILITIES.items() if C.RECEIVE_FILES in held]
    posts = Membership.objects.current().filter(school=arrival.school_id, role__in=roles)
    people = User.objects.filter(pk__in=posts.values("user"), is_active=True).order_by("pk")
    return [user for user in people if ARRIVALS.allows(user, C.RECEIVE_FILES, arrival)]


def children_of(user: User | AnonymousUser) -> QuerySet[Arrival]:
    """Ids of the pupils of whom another school sent a file that the account may read, for a subquery."""
    found = ARRIVALS.visible_to(user, Arrival.objects.taken_in())
    return found.order_by().values("pupil")  # type: ignore[return-value]  # rows of one column


def received_of(pupil: Person, user: User) -> list[Arrival]:
    """The files of one pupil, the earliest first."""
    found = ARRIVALS.visible_to(user, Arrival.objects.taken_in().filter(pupil=pupil))
    return list(found.order_by("sent_on", "pk"))


def entries_in(found: list[Arrival]) -> list[ArrivalEntry]:
    """All entries of these files, oldest first."""
    rows = ArrivalEntry.objects.filter(arrival__in=found).select_related("arrival")
    return list(rows.order_by("at", "arrival", "number"))


def may_be_about(arrival: Arrival, user: User, typed: str) -> list[Person]:
    """Pupils to choose from: those it may be about first, then those found by name; none the account is close to."""
    named = Person.objects.filter(pk__in=arrival.named.filter(is_pupil=True).values("person"))
    found = list(named.order_by("family_name", "given_name", "pk"))
    found += found_by_name(arrival.school, typed, kinds=[PersonKind.PUPIL]) if typed else []
    close = conflicted_person_ids(user)
    return list({one.pk: one for one in found if one.pk not in close}.values())


def arrivals_due(user: User, school: School) -> list[Due]:
    """For the page of what is due: files that nobody has opened, or has said whose they are."""
    rows = arrivals(user, school, to_do=True)[:A_PAGE]
    return [Due(_words(row), row.reference, row.came_at, row.get_absolute_url(), False) for row in rows]


def _words(row: Arrival) -> str:
    return (
        "Open a file from another school" if row.state == ArrivalState.CLOSED else "Take a file in that came"
    )
