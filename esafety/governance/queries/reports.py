"""The list of reports, and what can be done with one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.urls import reverse

from esafety.access.capabilities import Capability as C
from esafety.access.roles import may
from esafety.governance.access.reports import REPORTS
from esafety.governance.lifecycle import moves_open_to, wrote_in
from esafety.governance.models import Report
from esafety.governance.policy.disclosure import RULE
from esafety.governance.vocabulary import ReportStage

if TYPE_CHECKING:
    from esafety.people.models import School, User

A_PAGE = 50
TONES = {
    ReportStage.DRAFT: "grey",
    ReportStage.SUBMITTED: "orange",
    ReportStage.APPROVED: "blue",
    ReportStage.PUBLISHED: "green",
    ReportStage.WITHDRAWN: "red",
    ReportStage.REPLACED: "grey",
    ReportStage.DISCARDED: "grey",
}


def listed(user: User, school: School, page: str) -> dict[str, Any]:
    """One page of the reports somebody may see, drafts before what is published."""
    rows = REPORTS.visible_to(user, Report.objects.filter(school=school)).exclude(stage=ReportStage.DISCARDED)
    found = Paginator(rows.order_by("-last_day", "kind", "-edition"), A_PAGE).get_page(page)
    return {
        "rows": [{"report": one, "tone": TONES[ReportStage(one.stage)]} for one in found],
        "may_write": may(user, C.WRITE_REPORTS, school),
        "previous_url": f"?page={found.number - 1}" if found.has_previous() else "",
        "next_url": f"?page={found.number + 1}" if found.has_next() else "",
    }


_URLS = {
    "submit": "report_submit",
    "discard": "report_discard_draft",
    "approve": "report_approve",
    "send-back": "report_send_back",
    "withdraw": "report_withdraw",
}
FORWARD = ("submit", "approve")
"""Moves that bring a report on: they stand first."""
POSTED = ("submit",)
"""Moves that need no word and can be taken back: a button sends them."""


def what_next(user: User, report: Report) -> dict[str, Any]:
    """The moves this person can make now, and why approving is not among them where one might expect it."""
    moves = sorted(moves_open_to(user, report), key=lambda move: move.name not in FORWARD)
    writes = may(user, C.WRITE_REPORTS, report.school_id)
    waits = report.stage == ReportStage.SUBMITTED and may(user, C.APPROVE_REPORTS, report.school_id)
    return {
        "moves": [
            {
                "label": move.label,
                "url": reverse(_URLS[move.name], args=[report.reference]),
                "post": move.name in POSTED,
                "danger": move.name in ("withdraw", "discard"),
                "primary": move.name in FORWARD,
                "name": "version" if move.name in POSTED else "",
                "value": report.version,
            }
            for move in moves
        ],
        "writes": writes and report.is_draft,
        "tone": TONES[ReportStage(report.stage)],
        "wrote_in_it": waits and wrote_in(report, user),
        "may_begin_anew": writes and report.stage in (ReportStage.PUBLISHED, ReportStage.WITHDRAWN),
        "is_withdrawn": report.stage == ReportStage.WITHDRAWN,
        "replaced_by": Report.objects.with_governors().filter(replaces=report).first(),
        "rule": RULE,
    }


def file_name(report: Report) -> str:
    """What the file is called; nothing in it is secret."""
    words = "-".join(report.period.lower().split())
    kept = "".join(letter for letter in words if letter.isascii() and (letter.isalnum() or letter == "-"))
    return f"report-to-governors-{kept}-edition-{report.edition}.pdf"
