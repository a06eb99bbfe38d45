"""The moves of an incident, in one table. It drives the guards, the buttons, the diagram and the tests.

Source: domain/incident-record.md, part C.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from esafety.access.capabilities import Capability as C
from esafety.audit import Event
from incidents.access import INCIDENTS
from incidents.models import Incident
from incidents.vocabulary import (
    AWAITING,
    CLOSED,
    REOPENED,
    RESUMED,
    SET_ASIDE,
    TAKEN_UP,
    TRIAGED,
    Status,
)

if TYPE_CHECKING:
    from esafety.people.models import User


class Move(NamedTuple):
    """One move: its name in addresses and code, its button, from where to where, who, what the trail says."""

    name: str
    label: str
    origin: tuple[Status, ...]
    target: Status
    capability: C
    event: Event
    needs_reason: bool


_N, _T, _P = Status.SUBMITTED, Status.TRIAGED, Status.IN_PROGRESS
_A, _C, _R = Status.AWAITING_OUTSIDE, Status.CLOSED, Status.REOPENED

# fmt: off
MOVES: tuple[Move, ...] = (
    #    name         label                             from                 to  capability  event      reason
    Move("triage",    "Triage",                         (_N,),               _T, C.TRIAGE,   TRIAGED,   True),
    Move("set-aside", "Not an incident",                (_N, _T),            _C, C.CLOSE,    SET_ASIDE, True),
    Move("take-up",   "Take it up",                     (_T,),               _P, C.TRIAGE,   TAKEN_UP,  False),
    Move("await",     "Await an outside decision",      (_P, _R),            _A, C.WORK,     AWAITING,  True),
    Move("resume",    "Resume work",                    (_A,),               _P, C.WORK,     RESUMED,   True),
    Move("close",     "Close",                          (_T, _P, _A, _R),    _C, C.CLOSE,    CLOSED,    True),
    Move("reopen",    "Reopen",                         (_C,),               _R, C.CLOSE,    REOPENED,  True),
)
# fmt: on

MOVE: dict[str, Move] = {move.name: move for move in MOVES}


def why_not(move: Move, incident: Incident, user: User) -> str | None:
    """Why this move is not open to this person now, in words; None when it is."""
    if incident.merged_into_id is not None:
        return "This incident was merged into another. Work on that one."
    if incident.status not in move.origin:
        where = Status(incident.status).label.lower()
        return f"“{move.label}” is not possible while the incident is {where}."
    if not INCIDENTS.allows(user, move.capability, incident):
        return f"“{move.label}” is for those who hold this incident."
    return None


def moves_open_to(user: User, incident: Incident) -> list[Move]:
    """The moves this person could make now, in the table's order."""
    return [move for move in MOVES if why_not(move, incident, user) is None]


def diagram() -> str:
    """The table as a Mermaid state diagram, for the documents."""
    lines = ["stateDiagram-v2", f"    [*] --> {Status.SUBMITTED}"]
    for move in MOVES:
        lines += [f"    {origin} --> {move.target}: {move.label}" for origin in move.origin]
    return "\n".join(lines)
