"""What every action on a report asks first, and how a change is written so that two people at once cannot lose one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied

from esafety.access.capabilities import Capability
from esafety.access.refusals import NotNow, Stale
from esafety.access.roles import may
from esafety.access.versions import write_seen
from esafety.governance.lifecycle import MOVE, Move, why_not
from esafety.governance.models import Report
from esafety.governance.vocabulary import ReportStage

if TYPE_CHECKING:
    from esafety.people.models import School, User

NOT_A_DRAFT = (
    "This report is no draft any more, so nothing in it can be changed. A correction is a new edition."
)


def must(by: User, capability: Capability, school: School) -> None:
    """Raise PermissionDenied unless a post of `by` in the school carries the capability."""
    if not may(by, capability, school):
        raise PermissionDenied


def must_move(by: User, name: str, report: Report) -> Move:
    """The named move, if it is open now. Raises NotNow with the reason otherwise."""
    move = MOVE[name]
    reason = why_not(move, report, by)
    if reason is not None:
        raise NotNow(reason)
    return move


def a_draft(report: Report) -> Report:
    """The report as the database has it, held for this transaction. Raises NotNow when it is no draft."""
    held = (
        Report.objects.select_for_update(of=("self",), no_key=True).select_related("school").get(pk=report.pk)
    )
    if held.stage != ReportStage.DRAFT:
        raise NotNow(NOT_A_DRAFT)
    return held


def change(report: Report, *, version: int, **columns: Any) -> Report:
    """Write columns if nobody changed the report since `version`; its version rises. Raises Stale otherwise."""
    written = write_seen(Report.objects.filter(pk=report.pk), version, **columns)
    now = Report.objects.select_related("school").get(pk=report.pk)
    if not written:
        raise Stale(now)
    return now
