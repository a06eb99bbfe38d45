"""Reporting a concern: the first questions, a page for each section, the check, the sending."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import wraps
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from esafety.access.capabilities import Capability as C
from esafety.access.doors import open_to, record_door
from esafety.access.refusals import NotNow
from esafety.ui.fields import Text
from esafety.ui.views import label_of, typed_in
from incidents import actions, reach
from incidents.access import RECEIPTS
from incidents.forms.reporting import SERIOUS, StartForm
from incidents.models import Draft, Incident
from incidents.models.draft import KEPT_FOR
from incidents.reporting.check_rows import cards, rows, section_url
from incidents.reporting.sections import SECTION, SECTIONS, Section
from incidents.reporting.so_far import SoFar
from incidents.vocabulary import FoundBy, IncidentType, ToldLead

View = Callable[..., HttpResponse]
JUST_SENT = dt.timedelta(hours=1)
"""Who can be told changes as the case does; later the page would tell the reporter about the case."""
PICTURES = {IncidentType.CSA_IMAGES, IncidentType.NUDES, IncidentType.ILLEGAL_PORN}


# -- beginning -----------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@open_to(C.REPORT)
def report(request: HttpRequest) -> HttpResponse:
    """Begin a report with the first questions, or go on with one."""
    form = StartForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        draft = keep(request, _begun(request), SECTION["start"])
        return redirect(after(request, SoFar(draft, request.user), SECTION["start"]))  # type: ignore[arg-type]
    kind = _kind(request)
    context = {
        "title": kind.title if kind else "Report a concern",
        "kind": kind,
        "form": form,
        "submit_label": "Continue",
        "drafts": [
            {"draft": draft, "url": reverse("report_overview", args=[draft.key])} for draft in drafts(request)
        ],
        "not_live": reach.before_going_live(request.school),  # type: ignore[attr-defined]
    }
    return render(request, "incidents/report.html", context, status=422 if form.is_bound else 200)


class Kind(NamedTuple):
    """A matter that begins with an answer given: what the page is called, and the answer."""

    title: str
    section: str
    answers: dict[str, list[str]]


KINDS = {
    "complaint": Kind("Pass on a complaint", "when", {"found_by": [FoundBy.COMPLAINT.value]}),
    "technical": Kind("Report a technical fault", "what", {"types": [IncidentType.TECHNICAL.value]}),
}
"""Complaints and technical incidents are kinds of their own with short procedures (A 13, B technical)."""


def _kind(request: HttpRequest) -> Kind | None:
    return KINDS.get(request.GET.get("as", ""))


def _begun(request: HttpRequest) -> Draft:
    """A new draft; of a complaint or a fault the one answer that says so is there and can be changed."""
    draft = actions.begin_draft(school=request.school, by=request.user)  # type: ignore[attr-defined, arg-type]
    if kind := _kind(request):
        more: dict[str, Any] = {"section": kind.section, "answers": kind.answers, "turn": 0}
        draft = actions.keep_unsent(draft=draft, by=request.user, **more)  # type: ignore[arg-type]
    return draft


def drafts(request: HttpRequest) -> QuerySet[Draft]:
    """The reports this account has begun and not sent, in time."""
    since = timezone.now() - KEPT_FOR
    mine = Draft.objects.filter(user=request.user)  # type: ignore[misc]  # every door asks for an account
    return mine.filter(changed_at__gt=since).select_related("school")


def own_draft(view: View) -> View:
    """Hand the view its writer's report so far. Sent, purged, never there and somebody else's look alike."""

    @wraps(view)
    def through(request: HttpRequest, key: Any, **kwargs: Any) -> HttpResponse:
        draft = drafts(request).filter(key=key).first()
        if draft is None:
            return _not_there(request, key)
        try:
            return view(request, SoFar(draft, request.user), **kwargs)  # type: ignore[arg-type]
        except Draft.DoesNotExist:  # sent or thrown away in another window, this moment
            return _not_there(request, key)

    return through


def _not_there(request: HttpRequest, key: Any) -> HttpResponse:
    """What somebody typed into a report that is not there any more is given back to them."""
    sent = RECEIPTS.visible_to(request.user, Incident.objects.filter(submission_key=key)).first()
    if sent is not None and (request.method == "GET" or request.path == reverse("report_check", args=[key])):
        return redirect("report_sent", key)
    title = "This report was sent already" if sent else "This report is not here any more"
    context = {
        "title": title,
        "sent": sent,
        "typed": [item for item in typed_in(request) if item.label in _WORDS],
    }
    return render(request, "incidents/report_gone.html", context, status=409 if sent else 404)


_WORDS = frozenset(
    label_of(name)
    for section in SECTIONS
    for name, field in section.form.base_fields.items()
    if isinstance(field, Text)
)
"""Of what was typed, only words are worth giving back: a tick is soon made again."""


# -- sections ------------------------------------------------------------------------------------


@require_GET
@open_to(C.REPORT)
@own_draft
def overview(request: HttpRequest, so_far: SoFar) -> HttpResponse:
    """Every section and how far it is."""
    tasks = [
        {"title": section.title, "url": section_url(so_far, section.slug), **_state(so_far, section)}
        for section in so_far.steps
    ]
    context = {"title": "Your report so far", "so_far": so_far, "tasks": tasks, "back_url": reverse("report")}
    return render(request, "incidents/report_overview.html", context)


def _state(so_far: SoFar, section: Section) -> dict[str, str]:
    if so_far.was_seen(section.slug) and not so_far.is_sound(section.slug):
        return {"status": "Needs another look", "tone": "orange"}
    if so_far.was_seen(section.slug):
        return {"status": "Done"}
    return (
        {"status": "To do", "tone": "blue"} if section.needed else {"status": "Not known yet", "tone": "grey"}
    )


@require_http_methods(["GET", "POST"])
@open_to(C.REPORT)
@own_draft
def report_section(request: HttpRequest, so_far: SoFar, section: str) -> HttpResponse:
    """Ask one section; whatever is sent is kept, right or wrong."""
    step = step_of(so_far, section)
    if request.method != "POST":
        return section_page(request, so_far, step, so_far.shown(section))
    now = SoFar(keep(request, so_far.draft, step), request.user)  # type: ignore[arg-type]
    form = step.form(request.POST, so_far=so_far)
    if not form.is_valid():
        return section_page(request, now, step, form)
    return redirect(after(request, now, step))


@require_POST
@open_to(C.REPORT)
@own_draft
def report_autosave(request: HttpRequest, so_far: SoFar, section: str) -> HttpResponse:
    """Keep what is being typed. Answers nothing; 409 when the page was sent meanwhile."""
    step = step_of(so_far, section)
    turn = request.POST.get("turn", "")
    try:
        actions.keep_unsent(
            draft=so_far.draft,
            section=step.slug,
            answers=step.form.as_typed(request.POST),
            turn=int(turn) if turn.isdecimal() and len(turn) < 9 else -1,
            by=request.user,  # type: ignore[arg-type]
        )
    except NotNow:
        return HttpResponse(status=409)
    return HttpResponse(status=204)


def step_of(so_far: SoFar, slug: str) -> Section:
    """A section that exists. One that is not asked now can be looked at all the same: it does no harm."""
    if slug not in SECTION:
        raise Http404
    if slug == "main" and len(so_far.types) < 2:
        raise Http404
    return SECTION[slug]


def keep(request: HttpRequest, draft: Draft, step: Section) -> Draft:
    """Keep a section as it was sent."""
    answers = step.form.as_typed(request.POST)
    return actions.keep_section(draft=draft, section=step.slug, answers=answers, by=request.user)  # type: ignore[arg-type]


def section_page(request: HttpRequest, so_far: SoFar, step: Section, form: Any, **more: Any) -> HttpResponse:
    """The page of one section."""
    template = f"incidents/report_{'people' if step.slug == 'people' else 'section'}.html"
    context = {
        "title": step.title,
        "caption": "Report a concern",
        "form": form,
        "so_far": so_far,
        "turn": so_far.turn(step.slug),
        "back_url": before(request, so_far, step),
        "autosave_url": reverse("report_autosave", args=[so_far.draft.key, step.slug]),
        "submit_label": "Save and continue",
        "is_change": "change" in request.GET,
    }
    return render(request, template, context | more, status=422 if form.is_bound and form.errors else 200)


def before(request: HttpRequest, so_far: SoFar, step: Section) -> str:
    """Where "Back" leads: the check when coming from there, else the section before."""
    key = so_far.draft.key
    if "change" in request.GET:
        return reverse("report_check", args=[key])
    earlier = [section.slug for section in so_far.steps[: _place(so_far, step)]]
    return section_url(so_far, earlier[-1]) if earlier else reverse("report_overview", args=[key])


def after(request: HttpRequest, so_far: SoFar, step: Section) -> str:
    """Where a section leads: to what must be done at once, to the next section, or to the check."""
    change = "change" in request.GET or request.POST.get("to") == "check"
    to_change = "?change=1" if change else ""
    if step.slug == "start" and (so_far.danger or so_far.images) or step.slug == "what" and so_far.untold:
        return reverse("report_now", args=[so_far.draft.key]) + to_change
    return onward(so_far, step, change=change)


def onward(so_far: SoFar, step: Section, *, change: bool) -> str:
    """The next section; when only one answer was changed, what that answer brought up, else the check."""
    later = so_far.steps[_place(so_far, step) + 1 :]
    if change:
        brought_up = {"what": "main", "details": "considered"}.get(step.slug)
        later = [s for s in later[:1] if s.slug == brought_up and not so_far.was_seen(s.slug)]
    if later:
        return section_url(so_far, later[0].slug, change=change)
    return reverse("report_check", args=[so_far.draft.key])


def _place(so_far: SoFar, step: Section) -> int:
    return next((place for place, one in enumerate(so_far.steps) if one.slug == step.slug), 0)


# -- what cannot wait ----------------------------------------------------------------------------


@require_GET
@open_to(C.REPORT)
@own_draft
def now(request: HttpRequest, so_far: SoFar) -> HttpResponse:
    """What to do at once; the report goes on from here and is held up by nothing."""
    step = SECTION["what" if so_far.was_seen("what") else "start"]
    context = {
        "title": "Before you go on",
        "so_far": so_far,
        "back_url": section_url(so_far, step.slug),
        "next_url": onward(so_far, step, change="change" in request.GET),
        **reachable(so_far),
    }
    return render(request, "incidents/report_now.html", context)


def reachable(so_far: SoFar) -> dict[str, Any]:
    """Who can be told in person: never the writer, nor whom the report is about."""
    people = reach.leads_now(so_far.school, but=so_far.barred)
    return {"people": people, "school": so_far.school, "outside": reach.outside(so_far.school)}


# -- the end -------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@open_to(C.REPORT)
@own_draft
def report_check(request: HttpRequest, so_far: SoFar) -> HttpResponse:
    """Show everything once more; send it. Sent twice, it is one report."""
    if request.method == "POST" and not so_far.unsound:
        actions.report(
            school=so_far.school,
            account=so_far.account,
            people=so_far.people,
            reporter=so_far.reporter,
            key=so_far.draft.key,
            by=request.user,  # type: ignore[arg-type]
        )
        return redirect("report_sent", so_far.draft.key)
    refused = request.method == "POST"
    context = {
        "title": "Check and send",
        "caption": "Report a concern",
        "so_far": so_far,
        "cards": cards(so_far),
        "wrong": [
            (section.title, section_url(so_far, section.slug, change=True)) for section in so_far.unsound
        ],
        "refused": refused,
        "back_url": reverse("report_overview", args=[so_far.draft.key]),
    }
    return render(request, "incidents/report_check.html", context, status=422 if refused else 200)


@require_GET
@record_door(RECEIPTS, C.REPORT, lookup="submission_key")
def report_sent(request: HttpRequest, incident: Incident) -> HttpResponse:
    """It has arrived: the reference, what happens next, what not to do, whom to ring if it cannot wait."""
    if timezone.now() - incident.reported_at > JUST_SENT:
        return redirect("receipt", incident.reference)
    told = incident.statements.get(edition=1)
    urgent = told.danger or (told.told_lead == ToldLead.NO and bool(set(told.types) & SERIOUS))
    people = reach.leads_of(incident, but=request.user) if urgent and incident.owned else []  # type: ignore[arg-type]
    context = {
        "title": "Your report was sent",
        "incident": incident,
        "urgent": urgent,
        "images": bool(set(told.types) & PICTURES),
        "people": people,
        "school": incident.school,
        "outside": []
        if people or incident.owned and not urgent
        else reach.outside(incident.school, reach.WITHOUT_SCHOOL),
        "receipt_url": reverse("receipt", args=[incident.reference]),
    }
    return render(request, "incidents/report_sent.html", context)


@require_http_methods(["GET", "POST"])
@open_to(C.REPORT)
@own_draft
def report_discard(request: HttpRequest, so_far: SoFar) -> HttpResponse:
    """Throw a report away that was not sent, after asking once."""
    if request.method == "POST":
        actions.discard_draft(draft=so_far.draft, by=request.user)  # type: ignore[arg-type]
        return redirect("report")
    context = {
        "title": "Delete this report?",
        "so_far": so_far,
        "rows": rows(so_far, SECTION["what"]),
        "back_url": reverse("report"),
    }
    return render(request, "incidents/report_discard.html", context)
