"""What holds records of any sort today: the one question that lists, pages and actions ask."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from django.utils import timezone

from esafety.keeping.facts import around
from esafety.keeping.facts_lots import gathered
from esafety.keeping.facts_received import received
from esafety.keeping.models import Subject
from esafety.keeping.policy.holds import Standing, judge
from esafety.keeping.vocabulary import HoldKind

if TYPE_CHECKING:
    from esafety.people.models import User


class Judged(NamedTuple):
    """One record: how it stands, what holds it today, and the ids of all that goes with it (itself, its duplicates).
    `is_whole`: it is the record, and no duplicate that goes with another."""

    standing: Standing
    held: frozenset[HoldKind]
    members: frozenset[int]
    is_whole: bool = True


def judged(subjects: Iterable[Subject], *, seen_by: User | None = None) -> dict[Subject, Judged]:
    """What holds each of these records; with `seen_by` what that account may be told of it. A duplicate stands as what
    it was merged into; what is gone, or may not be seen, is left out. Of a lot what holds all of it: what in it stays
    is `lots.going`'s question."""
    wanted = set(subjects)
    cases, files = _cases(_ids(wanted, "incident"), seen_by), _files(_ids(wanted, "arrival"), seen_by)
    return cases | files | _by_themselves("lot", gathered(_ids(wanted, "lot")))


def _ids(subjects: set[Subject], column: str) -> set[int]:
    return {one.pk for one in subjects if one.column == column}


def _cases(incidents: set[int], user: User | None) -> dict[Subject, Judged]:
    found = around(incidents, seen_by=user)
    held, root_of = found.judged(timezone.localdate()), found.families.record_of
    return {
        Subject("incident", pk): Judged(
            found.standings[root], held[root], frozenset(found.families.members[root]), pk == root
        )
        for pk in incidents
        if (root := root_of.get(pk, 0)) in found.standings
    }


def _files(arrivals: set[int], user: User | None) -> dict[Subject, Judged]:
    return _by_themselves("arrival", received(arrivals, seen_by=user))


def _by_themselves(column: str, standings: dict[int, Standing]) -> dict[Subject, Judged]:
    """Records that hang together with no other."""
    held = judge(standings, timezone.localdate())
    return {Subject(column, pk): Judged(one, held[pk], frozenset({pk})) for pk, one in standings.items()}
