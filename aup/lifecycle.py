"""The moves of an edition, in one table. It drives the guards, the buttons, the diagram and the tests.

Bringing an edition into force supersedes the one before it on the same day. Source: domain/agreements.md,
"Versions, campaigns, signing".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.utils import timezone

from aup.access.editions import EDITIONS
from aup.models import Edition
from aup.vocabulary import APPROVED, CHANGED, IN_FORCE, SENT_FOR_APPROVAL, WITHDRAWN, EditionStatus
from esafety.access.capabilities import Capability as C
from esafety.audit import Event

if TYPE_CHECKING:
    from esafety.people.models import User


class Move(NamedTuple):
    """One move: its name in addresses and code, its button, from where to where, who, what the trail says."""

    name: str
    label: str
    origin: tuple[EditionStatus, ...]
    target: EditionStatus
    capability: C
    event: Event


_D, _A, _F, _W = EditionStatus.DRAFT, EditionStatus.APPROVED, EditionStatus.IN_FORCE, EditionStatus.WITHDRAWN

# fmt: off
MOVES: tuple[Move, ...] = (
    #    name        label                  from          to  capability            event
    Move("change",   "Change the words",    (_D,),        _D, C.MANAGE_AGREEMENTS,  CHANGED),
    Move("send",     "Send for approval",   (_D,),        _D, C.MANAGE_AGREEMENTS,  SENT_FOR_APPROVAL),
    Move("approve",  "Enter the approval",  (_D,),        _A, C.APPROVE_AGREEMENTS, APPROVED),
    Move("force",    "Bring into force",    (_A,),        _F, C.MANAGE_AGREEMENTS,  IN_FORCE),
    Move("withdraw", "Withdraw",            (_D, _A, _F), _W, C.MANAGE_AGREEMENTS,  WITHDRAWN),
)
# fmt: on

MOVE: dict[str, Move] = {move.name: move for move in MOVES}
OWN_WORDS = "You wrote these words. Somebody else has to approve them."
IS_SENT = "These words were sent for approval already."
NO_APPROVER = (
    "Nobody else here may approve it: give somebody the post of head, chair or vice-chair in the office."
)
HAS_BEEN_IN_FORCE = (
    "This edition has been in force. Bring the next one into force instead: nobody is left without rules."
)


def why_not(move: Move, edition: Edition, user: User) -> str | None:
    """Why this move is not open to this person now, in words; None when it is."""
    if edition.status not in move.origin:
        return (
            f"“{move.label}” is not possible: this edition is {EditionStatus(edition.status).label.lower()}."
        )
    if not EDITIONS.allows(user, move.capability, edition):
        return f"“{move.label}” is for others at the school."
    if move.name == "approve" and user.pk in (edition.drafted_by_id, edition.changed_by_id):
        return OWN_WORDS
    if move.name == "send" and edition.asked_at is not None:
        return IS_SENT
    if move.name == "withdraw" and edition.in_force_from and edition.in_force_from <= timezone.localdate():
        return HAS_BEEN_IN_FORCE
    return None


def moves_open_to(user: User, edition: Edition) -> list[Move]:
    """The moves this person could make now, in the table's order."""
    return [move for move in MOVES if why_not(move, edition, user) is None]


def diagram() -> str:
    """The table as a Mermaid state diagram, for the documents."""
    lines = ["stateDiagram-v2", f"    [*] --> {EditionStatus.DRAFT}"]
    for move in MOVES:
        lines += [f"    {origin} --> {move.target}: {move.label}" for origin in move.origin]
    lines.append(
        f"    {EditionStatus.IN_FORCE} --> {EditionStatus.SUPERSEDED}: The next is brought into force"
    )
    return "\n".join(lines)
