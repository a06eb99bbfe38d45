"""The moves of a report, in one table. It drives the guards, the buttons and the tests.

Source: domain/governance.md: drafted, commented, approved by the head or the designated safeguarding lead, then frozen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from esafety.access.capabilities import Capability as C
from esafety.access.roles import may
from esafety.audit import Event
from esafety.governance.models import Report
from esafety.governance.vocabulary import (
    REPORT_APPROVED,
    REPORT_DISCARDED,
    REPORT_SENT_BACK,
    REPORT_SUBMITTED,
    REPORT_WITHDRAWN,
    ReportStage,
)

if TYPE_CHECKING:
    from esafety.people.models import User


class Move(NamedTuple):
    """One move: its name, its button, from where to where, who, what the trail says, whether a reason is asked for."""

    name: str
    label: str
    origin: tuple[ReportStage, ...]
    target: ReportStage
    capability: C
    event: Event
    needs_reason: bool


_D, _S, _A, _P = ReportStage.DRAFT, ReportStage.SUBMITTED, ReportStage.APPROVED, ReportStage.PUBLISHED
_W, _X = ReportStage.WITHDRAWN, ReportStage.DISCARDED

# fmt: off
MOVES: tuple[Move, ...] = (
    #    name         label                from      to   capability          event              reason
    Move("submit",    "Send for approval", (_D,),    _S,  C.WRITE_REPORTS,    REPORT_SUBMITTED,  False),
    Move("send-back", "Send back",         (_S,),    _D,  C.APPROVE_REPORTS,  REPORT_SENT_BACK,  True),
    Move("approve",   "Approve",           (_S,),    _A,  C.APPROVE_REPORTS,  REPORT_APPROVED,   False),
    Move("withdraw",  "Withdraw",          (_P,),    _W,  C.APPROVE_REPORTS,  REPORT_WITHDRAWN,  True),
    Move("discard",   "Discard",           (_D, _S), _X,  C.WRITE_REPORTS,    REPORT_DISCARDED,  False),
)
# fmt: on

MOVE: dict[str, Move] = {move.name: move for move in MOVES}

NOT_BY_A_WRITER = (
    "Somebody else must approve this report: whoever drafted it, wrote in it or has a part in something it tells of "
    "does not approve it."
)


def why_not(move: Move, report: Report, user: User) -> str | None:
    """Why this move is not open to this person now, in words; None when it is."""
    if report.stage not in move.origin:
        return f"“{move.label}” is not possible: {ReportStage(report.stage).label.lower()}."
    if not may(user, move.capability, report.school_id):
        return f"“{move.label}” is for the head or the designated safeguarding lead."
    if move.name == "approve" and wrote_in(report, user):
        return NOT_BY_A_WRITER
    return None


def wrote_in(report: Report, user: User) -> bool:
    """Whether anything in the report is this person's own: the draft, or a commentary."""
    return report.drafted_by_id == user.pk or report.comments.filter(written_by=user).exists()


def moves_open_to(user: User, report: Report) -> list[Move]:
    """The moves this person could make now, in the table's order."""
    return [move for move in MOVES if why_not(move, report, user) is None]
