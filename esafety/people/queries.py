"""Who holds which post, who is there, who can be found by name."""

from __future__ import annotations

import datetime as dt
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, When

from esafety.people.models import Absence, Connection, ExternalContact, Membership, Person, User
from esafety.people.vocabulary import Closeness, Role

if TYPE_CHECKING:
    from collections.abc import Iterable

    from esafety.people.models import School
    from esafety.people.vocabulary import ContactKind, PersonKind

MOST_FOUND = 10
"""A search by name never shows more than this."""
SHORTEST = 2
_UNACCENTED = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th"}
)
"""Letters that do not come apart into a plain one and an accent."""


def folded(text: str) -> str:
    """Lower case without accents, so that "Zoe" finds "Zoë"; characters that cannot be seen count as spaces.

    Letters of other scripts stay as they are.
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.lower().split())
    apart = unicodedata.normalize("NFKD", text).lower().translate(_UNACCENTED)
    plain = "".join(letter for letter in apart if not unicodedata.combining(letter))
    seen = "".join(letter if letter.isprintable() else " " for letter in plain)
    return " ".join(seen.split())


def searched_by(*names: str) -> str:
    """What a person is found by when somebody types a name: every name they have, folded."""
    return folded(" ".join(dict.fromkeys(filter(None, names))))[:320]


def holders(
    school: School, roles: Iterable[Role], *, present_at: dt.datetime | None = None
) -> list[Membership]:
    """Who holds any of the roles today, in duty order; with `present_at`, without those then away."""
    posts = (
        Membership.objects.current()
        .filter(school=school, role__in=list(roles))
        .select_related("user", "stands_in_for")
    )
    if present_at is not None:
        posts = posts.filter(~Exists(_absence(present_at)))
    return list(posts.order_by("duty_order", "pk"))


class Holder(NamedTuple):
    """Somebody who holds a post, and whether they are away."""

    role: Role
    user: User
    away: bool


def holders_and_absence(school: School, roles: Iterable[Role], *, at: dt.datetime) -> list[Holder]:
    """Who holds any of the roles today, in duty order, and who of them is away at a moment. One query."""
    posts = Membership.objects.current().filter(school=school, role__in=list(roles)).select_related("user")
    rows = posts.annotate(away=Exists(_absence(at))).order_by("duty_order", "pk")
    return [Holder(Role(row.role), row.user, row.away) for row in rows]


def _absence(at: dt.datetime) -> QuerySet[Absence]:
    return Absence.objects.filter(user=OuterRef("user"), from_at__lte=at, until_at__gt=at)


def found_by_name(
    school: School,
    typed: str,
    *,
    kinds: Iterable[PersonKind],
    limit: int = MOST_FOUND,
    left_too: bool = False,
) -> list[Person]:
    """People of one school whose name holds every word typed; nobody for fewer than two letters.

    First those whose names begin with what was typed, any part of a name, then those with it inside a word.
    One index range per kind is scanned, so the cost follows one school's roll, not the installation's. Those who left
    are found with `left_too`.
    """
    words = folded(typed).split()
    if sum(map(len, words)) < SHORTEST:
        return []
    people = Person.objects.filter(school=school, kind__in=list(kinds))
    begins = Q()
    for word in words[:5]:
        people = people.filter(search_text__contains=word)
        begins &= _begins(word)
    first = Case(When(begins, then=0), default=1)
    people = people if left_too else people.filter(left_on__isnull=True)
    return list(people.order_by(first, "family_name", "given_name", "pk")[:limit])


def _begins(word: str) -> Q:
    """A part of the name begins with the word: the first, one after a space, or one inside a double name."""
    found = Q(search_text__startswith=word)
    for before in " -'\u2019":
        found |= Q(search_text__contains=f"{before}{word}")
    return found


def contact(school: School, kind: ContactKind) -> ExternalContact | None:
    """The school's contact of one kind, the most recently verified first."""
    found = ExternalContact.objects.current().filter(school=school, kind=kind)
    return found.order_by(F("verified_on").desc(nulls_last=True), "pk").first()


def colleagues(school: School) -> list[User]:
    """Every account with a post of a member of staff or governor in the school today."""
    outside = (Role.PARENT, Role.PUPIL, Role.VISITOR, Role.AUTHORITY_OFFICER, Role.TRUST_ADMIN)
    posts = Membership.objects.current().filter(school=school).exclude(role__in=outside)
    return list(User.objects.filter(pk__in=posts.values("user")).order_by("name", "pk"))


def twins_of(people: Iterable[int]) -> dict[int, list[Person]]:
    """Other entries of the same human, by the entry they were asked for."""
    asked = set(people)
    same = Connection.objects.filter(closeness=Closeness.SAME).select_related("person", "other")
    found: dict[int, list[Person]] = {}
    for link in same.filter(Q(person__in=asked) | Q(other__in=asked)):
        for one, twin in ((link.person, link.other), (link.other, link.person)):
            if one.pk in asked:
                found.setdefault(one.pk, []).append(twin)
    return found
