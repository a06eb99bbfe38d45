"""Who reads an alert: all who triage alerts, or one post alone because it may be about an adult of the school."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.utils import timezone

from esafety.people.models import School, User
from esafety.people.queries import Holder, folded, holders_and_absence
from esafety.people.vocabulary import Role
from incidents.alerts.letters import letters_of
from incidents.alerts.roster import One, Roster
from incidents.facts import accounts_close_to
from incidents.policy.alerts import HEAD_LINE, OPEN_LINE, STAFF_LINE

_EVERYBODY = (*(role for step in OPEN_LINE for role in step), *HEAD_LINE)


class Place(NamedTuple):
    """Whom an alert is about, as far as known, and the post that alone reads it; empty: all who triage alerts."""

    person: int | None
    held_by: str


class Desk:
    """A school while alerts come in: its people, who holds which post, who is close to whom."""

    def __init__(self, school: School) -> None:
        self.school = school
        self.roster = Roster(school)
        self.holders = holders_and_absence(school, _EVERYBODY, at=timezone.now())
        self._close: dict[tuple[int, ...], set[int]] = {}

    def place(self, typed: str) -> Place:
        """Where an alert about this user goes."""
        meant = self.roster.meant(typed) if typed else []
        person = meant[0].pk if len(meant) == 1 else None
        return Place(person, self._held_by(meant, typed))

    def _held_by(self, meant: list[One], typed: str) -> str:
        barred = self.barred([one.pk for one in meant], typed if len(meant) != 1 else "")
        if any(one.is_governing for one in meant):
            return self._first_free(HEAD_LINE, barred)
        if any(one.is_staff for one in meant):
            return self._first_free(STAFF_LINE, barred)
        if any(holder.user.pk not in barred for holder in self.of(READING)):
            return ""
        return self._first_free(HEAD_LINE, barred)

    def _first_free(self, line: Iterable[Role], barred: set[int]) -> Role:
        line = list(line)
        free = [role for role in line if any(one.user.pk not in barred for one in self.of({role}))]
        return free[0] if free else line[0]

    def of(self, roles: Iterable[Role]) -> list[Holder]:
        """The holders of some posts, in duty order."""
        wanted = set(roles)
        return [one for one in self.holders if one.role in wanted]

    def barred(self, people: Iterable[int], typed: str) -> set[int]:
        """Accounts that must not read it: of these people, of those close to them, of the family name in the words."""
        key = tuple(sorted(people))
        if key not in self._close:
            self._close[key] = accounts_close_to(set(key))
        letters = letters_of(typed)
        return self._close[key] | {
            one.user.pk for one in self.holders if letters and _family(one.user) in letters
        }

    def readers(self, held_by: str, step: int, barred: set[int], *, everyone: bool) -> list[User]:
        """Whom to tell: the first who is there of each post of one step of the line, or everyone."""
        roles = [Role(held_by)] if held_by else list(OPEN_LINE[min(step, len(OPEN_LINE) - 1)])
        found: dict[int, User] = {}
        for role in roles:
            free = [one for one in self.of({role}) if one.user.pk not in barred]
            here = [one for one in free if not one.away] or free
            found |= {one.user.pk: one.user for one in (free if everyone else here[:1])}
        return list(found.values())


READING = frozenset(role for step in OPEN_LINE for role in step)


def _family(user: User) -> str:
    """The letters of an account's family name; a name of one or two letters stands in too many user names."""
    name = letters_of(folded(user.name).rpartition(" ")[2])
    return name if len(name) > 2 else "\x00"
