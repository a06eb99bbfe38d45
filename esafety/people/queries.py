"""Who holds which post, who is there, who can be found by name."""

from __future__ import annotations

import datetime as dt
import unicodedata
from typing import TYPE_CHECKING

from django.db.models import Exists, F, OuterRef, Q

from esafety.people.models import Absence, Connection, ExternalContact, Membership, Person, User
from esafety.people.vocabulary import Closeness

if TYPE_CHECKING:
    from collections.abc import Iterable

    from esafety.people.models import School
    from esafety.people.vocabulary import ContactKind, PersonKind, Role

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
        away = Absence.objects.filter(user=OuterRef("user"), from_at__lte=present_at, until_at__gt=present_at)
        posts = posts.filter(~Exists(away))
    return list(posts.order_by("duty_order", "pk"))


def found_by_name(
    school: School, typed: str, *, kinds: Iterable[PersonKind], limit: int = MOST_FOUND
) -> list[Person]:
    """People of one school whose name holds every word typed; nobody for fewer than two letters.

    One index range per kind is scanned, so the cost follows one school's roll, not the installation's.
    """
    words = folded(typed).split()
    if sum(map(len, words)) < SHORTEST:
        return []
    people = Person.objects.filter(school=school, kind__in=list(kinds))
    for word in words[:5]:
        people = people.filter(search_text__contains=word)
    return list(people.filter(left_on__isnull=True)[:limit])


def contact(school: School, kind: ContactKind) -> ExternalContact | None:
    """The school's contact of one kind, the most recently verified first."""
    found = ExternalContact.objects.current().filter(school=school, kind=kind)
    return found.order_by(F("verified_on").desc(nulls_last=True), "pk").first()


def colleagues(school: School) -> list[User]:
    """Every account with a post of a member of staff or governor in the school today."""
    from esafety.people.vocabulary import Role

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
