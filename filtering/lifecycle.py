"""The moves of a request, in one table. It drives the guards, the buttons and the tests.

Source: domain/filtering.md, "Life"; C 3.6.1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.utils import timezone

from esafety.access.capabilities import Capability as C
from filtering.access import REQUESTS
from filtering.policy.kinds import OPENING
from filtering.vocabulary import Kind, Stage

if TYPE_CHECKING:
    from esafety.people.models import User
    from filtering.models import FilteringRequest


class Move(NamedTuple):
    """One move: its name in addresses, its button, from where to where, who makes it, of which kinds."""

    name: str
    label: str
    origin: tuple[Stage, ...]
    target: Stage
    capabilities: tuple[C, ...]
    kinds: tuple[Kind, ...] = tuple(Kind)


_W, _N, _O = (Stage.ASKED, Stage.SECOND), (Stage.AGREED, Stage.SENT), Stage.OPEN
_G, _X, _D = Stage.CLOSING, Stage.CLOSED, Stage.DONE
_ASK, _DO = (C.REQUEST_FILTERING,), (C.RUN_FILTERING, C.DECIDE_FILTERING)
_DECIDE, _BLOCK = (C.DECIDE_FILTERING,), (Kind.BLOCK,)

# fmt: off
MOVES: tuple[Move, ...] = (
    #    name          label                    from                      to               who      kinds
    Move("agree",      "Agree",                 _W,                       Stage.AGREED,    _DECIDE),
    Move("decline",    "Decline",               _W,                       Stage.DECLINED,  _DECIDE),
    Move("withdraw",   "Take it back",          _W,                       Stage.WITHDRAWN, _ASK),
    Move("opened",     "It is done",            _N,                       _O,              _DO),
    Move("not-needed", "No longer needed",      (*_N, _O),                _G,              _ASK),
    Move("closed",     "It is closed",          (_G,),                    _X,              _DO),
    Move("checked",    "Check that it is shut", (_X,),                    _D,              _ASK,    OPENING),
    Move("review",     "Review the block",      (*_N, _O),                _O,              _DECIDE, _BLOCK),
    Move("renew",      "Ask for more time",     (*_N, _O, _G, _X, _D),    Stage.ASKED,     _ASK,    OPENING),
)
# fmt: on

MOVE: dict[str, Move] = {move.name: move for move in MOVES}
_MINE_ONLY = {"withdraw", "renew"}
_NEVER_MINE = {"agree", "decline", "review"}


def why_not(move: Move, request: FilteringRequest, user: User) -> str | None:
    """Why this move is not open to this person now, in words; None when it is."""
    if request.kind not in move.kinds:
        return "This kind of request has no such step."
    if request.stage not in move.origin:
        where = Stage(request.stage).label
        return f"“{move.label}” is not possible now. This request stands at: {where[0].lower()}{where[1:]}."
    if not any(REQUESTS.allows(user, one, request) for one in move.capabilities):
        return f"“{move.label}” is for somebody else in the school."
    return _whose(move, request, user) or _when(move, request, user)


def _whose(move: Move, request: FilteringRequest, user: User) -> str | None:
    """What depends on who asked: nobody decides their own request, nobody takes back another's."""
    mine = request.asked_by_id == user.pk
    if move.name in _NEVER_MINE and mine:
        return "Nobody decides their own request. Another person who decides on filtering has been told."
    if move.name in _MINE_ONLY and not mine:
        return f"“{move.label}” is for whoever asked."
    if move.name == "not-needed":
        return _who_ends(request, user, mine)
    return None


def _who_ends(request: FilteringRequest, user: User, mine: bool) -> str | None:
    """An exception is ended by whoever asked, decides or carries out; a block is lifted by who decides."""
    if request.kind == Kind.BLOCK and not REQUESTS.allows(user, C.DECIDE_FILTERING, request):
        return "A block is lifted by somebody who decides on filtering."
    if not mine and not any(REQUESTS.allows(user, one, request) for one in _DO):
        return "This is ended by whoever asked for it or decides on filtering."
    return None


def _when(move: Move, request: FilteringRequest, user: User) -> str | None:
    """What depends on what happened before: the first approver, the dates, the review."""
    second = move.name == "agree" and request.stage == Stage.SECOND
    if second and any(one.by_id == user.pk for one in request.decisions.all()):
        return "You agreed already. A second person must agree as well."
    if move.name == "agree" and request.until_on is not None and request.until_on < timezone.localdate():
        return "Its last day is past. Decline it, so that they can ask for new dates."
    if move.name == "renew" and request.renewals.waiting().exists():
        return "More time was asked for already, and waits for a decision."
    if move.name == "review" and (request.review_due_at is None or request.reviewed_at is not None):
        return "This block does not wait for a review."
    return None


def moves_open_to(user: User, request: FilteringRequest) -> list[Move]:
    """The moves this person could make now, in the table's order."""
    return [move for move in MOVES if why_not(move, request, user) is None]


def diagram() -> str:
    """The table as a Mermaid state diagram, for the documents."""
    lines = ["stateDiagram-v2", f"    [*] --> {Stage.ASKED}"]
    for move in MOVES:
        lines += [f"    {origin} --> {move.target}: {move.label}" for origin in move.origin]
    return "\n".join(lines)
