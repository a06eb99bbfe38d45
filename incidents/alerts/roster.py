"""Whom a user name means: somebody of the school when exactly one person fits, nobody when several do.

Providers write email addresses, full names, or user names made of both names. A first letter and a family name fit
many; then every one of them counts as perhaps concerned, so that no adult reads an alert about themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from esafety.people.models import Membership, Person, School
from esafety.people.queries import folded
from esafety.people.vocabulary import PersonKind, Role
from incidents.alerts.letters import letters_of

_GOVERNING = {Role.CHAIR, Role.VICE_CHAIR, Role.GOVERNOR, Role.SAFETY_GOVERNOR}
_NOT_STAFF = {Role.PARENT, Role.PUPIL, Role.VISITOR, Role.AUTHORITY_OFFICER, Role.TRUST_ADMIN}


class One(NamedTuple):
    """A person as far as placing an alert needs: what they are, and the posts they hold today."""

    pk: int
    kind: str
    roles: frozenset[Role]

    @property
    def is_governing(self) -> bool:
        """The head or a governor: the chair reads it."""
        return bool(self.roles & {*_GOVERNING, Role.HEAD}) or self.kind == PersonKind.GOVERNOR

    @property
    def is_staff(self) -> bool:
        """A member of staff or a volunteer."""
        return self.kind == PersonKind.STAFF or bool(self.roles - _NOT_STAFF)


class Roster:
    """Everybody of a school who could be meant, by what a provider may write. Two queries, once for a whole batch."""

    def __init__(self, school: School) -> None:
        self._by_word: dict[str, set[int]] = {}
        self._people: dict[int, One] = {}
        posts: dict[int, set[Role]] = {}
        for user_id, role in (
            Membership.objects.current().filter(school=school).values_list("user_id", "role")
        ):
            posts.setdefault(user_id, set()).add(Role(role))
        columns = ("pk", "kind", "account_id", "email", "account__email", "given_name", "family_name", "known_as",
                   "known_as_family")  # fmt: skip
        for row in (
            Person.objects.filter(school=school, left_on__isnull=True).order_by().values_list(*columns)
        ):
            pk, kind, account, email, sign_in, *names = row
            self._people[pk] = One(pk, kind, frozenset(posts.get(account, ())))
            for word in _words(email, sign_in or "", *names):
                self._by_word.setdefault(word, set()).add(pk)

    def meant(self, typed: str) -> list[One]:
        """Who could be meant: one person, several, or nobody."""
        typed = typed.rpartition("\\")[2].strip()  # a Windows domain before the name
        exact = self._by_word.get(f"@{typed.lower()}") if "@" in typed else None
        found = exact or self._by_word.get(letters_of(typed.partition("@")[0]), set())
        return [self._people[pk] for pk in sorted(found)]


def _words(
    email: str, sign_in: str, given: str, family: str, known_as: str, known_as_family: str
) -> Iterator[str]:
    for address in filter(None, (email, sign_in)):
        yield f"@{address.lower()}"
    for first in filter(None, {given, known_as}):
        for last in filter(None, {family, known_as_family}):
            one, other = letters_of(first), letters_of(last)
            if one and other:
                yield from (f"{one}{other}", f"{other}{one}", f"{one[0]}{other}", f"{other}{one[0]}")
                if " " in folded(first):
                    yield letters_of(folded(first).split()[0]) + other
