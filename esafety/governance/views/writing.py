"""Drafting a report: begun, counted, commented, sent for approval."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from esafety.access.asking import ask, do, sent
from esafety.access.capabilities import Capability as C
from esafety.access.doors import open_to, record_door
from esafety.access.refusals import NotNow, Stale
from esafety.access.requests import SignedIn
from esafety.governance import actions
from esafety.governance.access.reports import REPORTS
from esafety.governance.counting.periods import Period, calendar_of
from esafety.governance.counting.sections import PROMPTS
from esafety.governance.forms.reports import AsksForm, BeginForm, CommentForm, DiscardForm, PointForm
from esafety.governance.models import Report
from esafety.governance.views.asking import STALE, ask_report
from esafety.governance.vocabulary import ReportKind

FORM = require_http_methods(["GET", "HEAD", "POST"])
WRITE = C.WRITE_REPORTS


@FORM
@open_to(WRITE)
def report_begin(request: SignedIn) -> HttpResponse:
    """Which days is the report about?"""
    back = {"back_url": reverse("reports_to_governors"), "title": "Begin a report"}
    try:
        calendar = calendar_of(request.school)
    except NotNow as reason:
        return render(request, "governance/no_calendar.html", {**back, "reason": str(reason)}, status=409)
    if not calendar.terms:
        return render(request, "governance/no_calendar.html", {**back, "reason": ""}, status=409)
    form = BeginForm(sent(request), calendar=calendar)
    begun: list[Report] = []

    def act(told: dict[str, Any]) -> str:
        begun.append(actions.begin_report(school=request.school, by=request.user, **form.told))
        return "The report is begun. Its figures are being counted."

    answer = ask(request, form, act, submit="Begin", **back)
    return redirect(begun[0]) if begun else answer


@FORM
@record_door(REPORTS, WRITE, joined=("school",))
def report_comment(request: SignedIn, report: Report, section: str) -> HttpResponse:
    """Write beside one section."""
    found = next((one for one in report.figures if one["code"] == section), None)
    if found is None:
        raise Http404

    def act(told: dict[str, Any]) -> str:
        actions.comment(report=report, section=section, by=request.user, **told)
        return f"Your commentary on “{found['title']}” is saved."

    written = report.comments.filter(section=section).values_list("text", flat=True).first()
    return ask_report(
        request,
        report,
        CommentForm,
        act,
        title=found["title"],
        submit="Save",
        initial={"text": written or ""},
        intro=PROMPTS[section],
    )


@FORM
@record_door(REPORTS, WRITE, joined=("school",))
def report_asks(request: SignedIn, report: Report) -> HttpResponse:
    """What is asked of the meeting."""

    def act(told: dict[str, Any]) -> str:
        actions.ask_of_meeting(report=report, by=request.user, **told)
        return "What is asked of the meeting is saved."

    return ask_report(
        request,
        report,
        AsksForm,
        act,
        title="Asked of the meeting",
        submit="Save",
        initial={"asks": report.asks},
    )


@FORM
@record_door(REPORTS, WRITE, joined=("school",))
def report_point(request: SignedIn, report: Report) -> HttpResponse:
    """An action for governors."""

    def act(told: dict[str, Any]) -> str:
        actions.add_point(school=report.school, report=report, by=request.user, **told)
        return "The action is in the report."

    back = {"back_url": report.get_absolute_url(), "caption": str(report)}
    return ask(request, PointForm(sent(request)), act, title="Action for governors", submit="Add", **back)


@require_POST
@record_door(REPORTS, WRITE, joined=("school",))
def report_count(request: SignedIn, report: Report) -> HttpResponse:
    """Count the figures anew."""

    def act() -> str:
        actions.count_anew(report=report, by=request.user)
        return "The figures are being counted."

    return do(request, act, back_url=report.get_absolute_url())


@require_POST
@record_door(REPORTS, WRITE, joined=("school",))
def report_again(request: SignedIn, report: Report) -> HttpResponse:
    """Try again what did not work."""

    def act() -> str:
        actions.retry_run(report=report, by=request.user)
        return "It is tried again."

    return do(request, act, back_url=report.get_absolute_url())


@require_POST
@record_door(REPORTS, WRITE, joined=("school", "count"))
def report_submit(request: SignedIn, report: Report) -> HttpResponse:
    """Send it for approval."""

    def act() -> str:
        actions.submit_report(report=report, version=_seen(request, report), by=request.user)
        return "The report waits for approval. Those who may approve it are told."

    return _do(request, report, act)


@FORM
@record_door(REPORTS, WRITE, joined=("school",))
def report_discard_draft(request: SignedIn, report: Report) -> HttpResponse:
    """Give the draft up: asked once more, since there is no way back."""

    def act(told: dict[str, Any]) -> str:
        actions.discard_report(report=report, version=told["version"], by=request.user)
        return "The draft is discarded."

    return ask_report(
        request,
        report,
        DiscardForm,
        act,
        title="Discard this draft?",
        submit="Discard the draft",
        danger=True,
        intro="What was written in it can no longer be worked on or sent. A new draft can be begun at any time.",
    )


@require_POST
@record_door(REPORTS, WRITE, joined=("school",))
def report_new_edition(request: SignedIn, report: Report) -> HttpResponse:
    """Begin a new edition of a published report: new words over the same figures."""
    begun: list[Report] = []

    def act() -> str:
        edition = actions.begin_report(
            school=report.school,
            kind=ReportKind(report.kind),
            period=_period_of(report),
            replaces=report,
            by=request.user,
        )
        begun.append(edition)
        return "A new edition is begun. The figures stay as they were published."

    answer = do(request, act, back_url=report.get_absolute_url())
    return redirect(begun[0]) if begun else answer


def _period_of(report: Report) -> Period:
    found = calendar_of(report.school).named(Period("", report.span).key)
    if found is None:
        raise NotNow(
            "The dates of the term were changed since. Put them back before you begin a new edition."
        )
    return found._replace(name=report.period)


def _do(request: SignedIn, report: Report, act: Any) -> HttpResponse:
    """Do one act that two people could do at once."""

    def guarded() -> str:
        try:
            return str(act())
        except Stale:
            raise NotNow(STALE) from None

    return do(request, guarded, back_url=report.get_absolute_url())


def _seen(request: SignedIn, report: Report) -> int:
    """The version whoever pressed had before them; a button without one counts as the newest."""
    told = request.POST.get("version", "")
    return int(told) if told.isascii() and told.isdigit() and len(told) < 10 else report.version
