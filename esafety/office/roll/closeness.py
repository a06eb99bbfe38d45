"""What follows when the roll says that people are close: a record is hidden from whoever is close to its subject.

So is one about an adult nobody has identified, from whoever bears the family name.

Whoever keeps the roll could take records from the lead that way, so nothing is left without an owner and those who
handle cases hear of it (reference/security.md, AC-01: conflicts are found by person).
"""

from __future__ import annotations

from collections.abc import Iterable

from esafety.access.roles import ROLES_THAT_HANDLE
from esafety.office.notices.roll import MADE_CLOSE
from esafety.outbox.owing import owe
from esafety.people.models import Membership, Person, School, User
from esafety.people.queries import twins_of
from incidents.actions import own_apart

FAMILY_NAMES = frozenset({"family_name", "known_as_family"})


def made_close(*, school: School, people: Iterable[Person], key: str, by: User | None) -> None:
    """Find other owners for what these people must not see now, and tell those of them who handle cases.

    `key` says which act it was, so that each is told of once.
    """
    entries = {person.pk for person in people}
    entries |= {twin.pk for twins in twins_of(entries).values() for twin in twins}
    own_apart(people=entries, by=by)
    posts = Membership.objects.current().filter(school=school, role__in=ROLES_THAT_HANDLE)
    holders = User.objects.filter(persons__in=entries, pk__in=posts.values("user")).distinct()
    for user in holders if by is not None else ():
        owe(MADE_CLOSE, about=school, to=user, key=key)
