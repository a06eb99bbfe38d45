"""What other schools wrote about a child: a room upstairs keeps it and registers here what is asked of it.

It is never mixed with what was written here: each entry says which school wrote it, and who may read it is that
room's policy, asked together with the incidents' own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from esafety.people.models import Person, User


class Received(NamedTuple):
    """One entry of another school. `letters`: others are “Child B” in it, by that school's letters; otherwise it names
    them. `url` is the file it stands in."""

    at: dt.datetime
    school: str
    url: str
    title: str
    text: str
    impact: str
    significant: bool
    by: str
    letters: bool


class Shelf(NamedTuple):
    """A room that keeps such entries: a query for the children it has something of that the account may read, and the
    entries of one child, oldest first."""

    children: Callable[[User | AnonymousUser], QuerySet[Any]]
    entries: Callable[[Person, User], list[Received]]


_shelves: list[Shelf] = []


def received_in(shelf: Shelf) -> None:
    """Let a room show what it keeps from other schools."""
    if shelf not in _shelves:
        _shelves.append(shelf)


def children_received(user: User | AnonymousUser) -> list[QuerySet[Any]]:
    """Queries for the ids of children of whom another school sent something that the account may read."""
    return [shelf.children(user) for shelf in _shelves]


def received_about(child: Person, user: User) -> list[Received]:
    """Everything of one child that the account may read, oldest first."""
    found = [entry for shelf in _shelves for entry in shelf.entries(child, user)]
    return sorted(found, key=lambda entry: entry.at)
