"""What rooms upstairs of the office, or beside it, add to the demonstration: each registers its own in its
`apps.py`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from esafety.office.demo.founding import Roster

_furnishing: list[Callable[[Roster], str]] = []


def furnished_by(furnish: Callable[[Roster], str]) -> None:
    """Let `furnish(roster)` fill a room of the invented school; the line it gives is said by the command."""
    if furnish not in _furnishing:
        _furnishing.append(furnish)


def furnish_all(roster: Roster) -> list[str]:
    """Fill every room that asked for it, in the order in which they were registered."""
    return [furnish(roster) for furnish in _furnishing]
