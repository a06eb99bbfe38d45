"""Reports to governors: the list, one report, its file; approving, sending back, withdrawing."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from esafety.access.capabilities import Capability as C
from esafety.access.doors import open_to, record_door
from esafety.access.requests import SignedIn
from esafety.audit import note
from esafety.governance import actions
from esafety.governance.access.reports import REPORTS
from esafety.governance.counting.printing import shown
from esafety.governance.forms.reports import ApproveForm, ReasonForm
from esafety.governance.models import Report
from esafety.governance.queries import reports as lists
from esafety.governance.views.asking import ask_report
from esafety.governance.vocabulary import REPORT_DOWNLOADED, REPORT_READ
from esafety.papers import cabinet
from esafety.papers.views import UNREADABLE, attached
from esafety.signin.step_up import recent_sign_in_required

FORM = require_http_methods(["GET", "HEAD", "POST"])
JOINED = ("school", "drafted_by", "approved_by", "withdrawn_by", "file", "count", "replaces")


@require_safe
@open_to(C.READ_REPORTS, C.WRITE_REPORTS)
def reports(request: SignedIn) -> HttpResponse:
    """The school's reports, the newest first; those who write see drafts too."""
    page = lists.listed(request.user, request.school, request.GET.get("page", ""))
    context = {"title": "Reports to governors", "back_url": reverse("governance"), "back_label": "Governance"}
    return render(request, "governance/reports.html", context | page)


@require_safe
@record_door(REPORTS, C.READ_REPORTS, seen=REPORT_READ, joined=JOINED)
def report(request: SignedIn, report: Report) -> HttpResponse:
    """One report: how far it is, what it says, what can be done with it."""
    context: dict[str, Any] = {
        **shown(report),
        "caption": report.school.name,
        "back_url": reverse("reports_to_governors"),
        "back_label": "Reports to governors",
        "run": report.runs.order_by("-pk").first(),
        **lists.what_next(request.user, report),
    }
    return render(request, "governance/report.html", context)


@require_GET
@record_door(REPORTS, C.WRITE_REPORTS)
def report_progress(request: SignedIn, report: Report) -> HttpResponse:
    """How far the work on it has come: a piece of its page, asked for every two seconds."""
    run = report.runs.order_by("-pk").first()
    return render(request, "governance/_run.html", {"report": report, "run": run})


@require_GET
@record_door(REPORTS, C.READ_REPORTS, joined=("school", "file"))
def report_download(request: SignedIn, report: Report) -> HttpResponseBase:
    """The file, the same bytes for everybody for ever; entered in the trail before the first of them leaves."""
    if report.file is None:
        return redirect(report)
    try:
        content = cabinet.read(report.file)
    except UNREADABLE:
        return render(request, "papers/broken.html", {"title": "This document cannot be opened"}, status=500)
    note(
        REPORT_DOWNLOADED,
        by=request.user,
        school=report.school,
        about=report,
        detail={"edition": report.edition, "fingerprint": report.fingerprint},
    )
    return attached(content, report.file, lists.file_name(report))


@FORM
@record_door(REPORTS, C.APPROVE_REPORTS, joined=JOINED)
@recent_sign_in_required
def report_approve(request: SignedIn, report: Report) -> HttpResponse:
    """Approve it: from then on nothing in it changes."""

    def act(told: dict[str, Any]) -> str:
        actions.approve_report(report=report, version=told["version"], by=request.user)
        return "The report is approved. Its file is being made; governors are told when it is there."

    return ask_report(
        request,
        report,
        ApproveForm,
        act,
        title="Approve the report",
        submit="Approve and publish",
        intro="Governors will have exactly this, for ever: figures and file are fixed when you approve.",
    )


@FORM
@record_door(REPORTS, C.APPROVE_REPORTS, joined=JOINED)
def report_send_back(request: SignedIn, report: Report) -> HttpResponse:
    """Send it back to be changed."""

    def act(told: dict[str, Any]) -> str:
        actions.send_back(report=report, reason=told["reason"], version=told["version"], by=request.user)
        return "The report is a draft again."

    return ask_report(request, report, ReasonForm, act, title="Send the report back", submit="Send back")


@FORM
@record_door(REPORTS, C.APPROVE_REPORTS, joined=JOINED)
@recent_sign_in_required
def report_withdraw(request: SignedIn, report: Report) -> HttpResponse:
    """Take a published edition back."""

    def act(told: dict[str, Any]) -> str:
        actions.withdraw_report(
            report=report, reason=told["reason"], version=told["version"], by=request.user
        )
        return "The edition is withdrawn. It stays in the list, marked as withdrawn, with your reason."

    return ask_report(
        request,
        report,
        ReasonForm,
        act,
        title="Withdraw this edition of the report",
        submit="Withdraw",
        intro="Governors keep seeing that it was there, and read the reason.",
    )
