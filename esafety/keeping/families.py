"""Which incidents are one record (a duplicate belongs to what it was merged into), and which are linked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Q

from incidents.models import Incident, Link

FARTHEST = 500
"""Records looked at around one page or one disposal; a longer chain of links is held, not cut."""


class Families(NamedTuple):
    """`members`: a record (the incident that is worked on) → all incidents in it; `linked`: record → records."""

    members: dict[int, set[int]]
    linked: dict[int, set[int]]

    @property
    def record_of(self) -> dict[int, int]:
        """Incident → the record it belongs to."""
        return {one: root for root, members in self.members.items() for one in members}


def whole(incidents: Iterable[int]) -> set[int]:
    """These incidents with every duplicate that goes with one of their records."""
    members = _members(set(_roots(set(incidents)).values()))
    return {one for group in members.values() for one in group}


def families(incidents: Iterable[int]) -> Families:
    """The records these incidents belong to and everything linked with them, over however many links."""
    found = Families({}, {})
    ahead = set(incidents)
    while ahead:
        roots = set(_roots(ahead).values()) - found.members.keys()
        members = _members(roots)
        found.members.update(members)
        ends = _links({one for group in members.values() for one in group})
        of = found.record_of
        others = {one for pair in ends for one in pair} - of.keys()
        of |= _roots(others)
        for one, other in ends:
            found.linked.setdefault(of[one], set()).add(of[other])
            found.linked.setdefault(of[other], set()).add(of[one])
        ahead = others if len(found.members) < FARTHEST else set()
    return found


def _roots(incidents: set[int]) -> dict[int, int]:
    """Incident → what it was merged into in the end."""
    root = {one: one for one in incidents}
    ahead = set(incidents)
    while ahead:
        rows = Incident.objects.filter(pk__in=ahead, merged_into__isnull=False).order_by()
        up = {pk: into for pk, into in rows.values_list("pk", "merged_into") if into is not None}
        root = {one: up.get(at, at) for one, at in root.items()}
        ahead = set(up.values())
    return root


def _members(roots: set[int]) -> dict[int, set[int]]:
    """Record → its incidents, duplicates of duplicates too."""
    of = {root: root for root in roots}
    ahead = set(roots)
    while ahead:
        rows = Incident.objects.filter(merged_into__in=ahead).order_by().values_list("pk", "merged_into")
        below = {pk: of[into] for pk, into in rows if into is not None}
        of |= below
        ahead = set(below)
    members: dict[int, set[int]] = {root: set() for root in roots}
    for one, root in of.items():
        members[root].add(one)
    return members


def _links(incidents: set[int]) -> list[tuple[int, int]]:
    rows = Link.objects.filter(Q(incident__in=incidents) | Q(other__in=incidents)).order_by()
    return list(rows.values_list("incident", "other"))
