"""What other rooms, upstairs of this one, show on the page of what is due: each registers its own in its `apps.py`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from esafety.people.models import School, User


class Due(NamedTuple):
    """One line: what is to be done, its reference, until when, where."""

    words: str
    reference: str
    due_at: dt.datetime
    url: str
    is_overdue: bool


class Room(NamedTuple):
    """A heading, and the lines an account sees below it; none when it has nothing to do there."""

    name: str
    lines: Callable[[User, School], list[Due]]


_rooms: list[Room] = []


def also_due(room: Room) -> None:
    """Let a room show what is due in it."""
    if room not in _rooms:
        _rooms.append(room)


def due_elsewhere(user: User, school: School) -> list[tuple[str, list[Due]]]:
    """Every heading that has lines for this account."""
    found = [(room.name, room.lines(user, school)) for room in _rooms]
    return [(name, lines) for name, lines in found if lines]
