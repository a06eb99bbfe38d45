"""The change-control log: read, found in, exported, printed, reviewed with the governor."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from esafety.access.asking import ask, sent
from esafety.access.capabilities import Capability as C
from esafety.access.doors import open_to
from esafety.access.requests import SignedIn
from esafety.access.roles import may
from esafety.audit import note
from esafety.papers.actions import want
from esafety.people.models import Membership, User
from esafety.people.vocabulary import Role
from esafety.signin.step_up import recent_sign_in_required
from filtering import actions
from filtering.forms.log import LogReviewForm, SoughtForm
from filtering.papers import CHANGE_LOG
from filtering.queries import log as lists
from filtering.telling import DECIDERS, RUNNERS
from filtering.vocabulary import LOG_EXPORTED

FORM = require_http_methods(["GET", "HEAD", "POST"])
REVIEWERS = (C.DECIDE_FILTERING, C.RUN_FILTERING, C.SIGN_FILTERING_YEAR)


def _sought(request: SignedIn) -> tuple[SoughtForm, lists.Sought, str]:
    """The form, what it asks for, and the same as an address."""
    asked = {name: text for name, text in request.GET.items() if name not in ("before", "after")}
    form = SoughtForm(asked or None)
    return form, form.sought(), urlencode(asked)


@require_safe
@open_to(C.SEE_FILTERING_LOG)
def log(request: SignedIn) -> HttpResponse:
    """One page of the log, the newest first."""
    form, sought, asked = _sought(request)
    marks = {name: request.GET.get(name, "")[:12].replace("\x00", "") for name in ("before", "after")}
    page = lists.page(request.school, request.user, sought, **marks)
    context = {
        "title": "Change-control log",
        "back_url": reverse("filtering"),
        "back_label": "Filtering",
        "filter_form": form,
        "form": form,
        "clear_url": reverse("filtering_log"),
        "page": page,
        "asked": asked,
        "previous_url": f"?{asked}&after={page.newer}" if page.newer else "",
        "next_url": f"?{asked}&before={page.older}" if page.older else "",
        "reviews": lists.reviews(request.school),
        "none_said": "Nothing in the log fits. Look for less, or show everything."
        if any(asked_for for asked_for in sought)
        else "Every request, decision, change and check becomes a line.",
        "may_review": any(may(request.user, one, request.school) for one in REVIEWERS),
    }
    return render(request, "filtering/log.html", context)


@require_GET
@open_to(C.SEE_FILTERING_LOG)
@recent_sign_in_required
def log_export(request: SignedIn) -> StreamingHttpResponse:
    """The log as CSV. Written down before the first line leaves."""
    _, sought, _ = _sought(request)
    count = lists.lines(request.school, request.user, sought).count()
    note(LOG_EXPORTED, by=request.user, school=request.school, detail={"count": count})
    name = f"filtering-log-{timezone.localdate():%Y-%m-%d}.csv"
    return StreamingHttpResponse(
        lists.export_lines(request.school, request.user, sought),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_POST
@open_to(C.SEE_FILTERING_LOG)
def log_print(request: SignedIn) -> HttpResponse:
    """The log as a document."""
    _, sought, _ = _sought(request)
    extract = actions.extract_log(school=request.school, sought=sought, by=request.user)
    return redirect("papers:paper", want(CHANGE_LOG, about=extract, by=request.user).reference)


@FORM
@open_to(*REVIEWERS)
def log_review(request: SignedIn) -> HttpResponse:
    """Record that the governor went through the log."""

    def act(told: dict[str, Any]) -> str:
        actions.record_log_review(school=request.school, by=request.user, **told)
        return "The review is recorded."

    form = LogReviewForm(
        sent(request),
        governors=_holders(request, (Role.SAFETY_GOVERNOR,)),
        officers=_holders(request, (*DECIDERS, *RUNNERS)),
        initial=lists.next_review(request.school, request.user),
    )
    back = reverse("filtering_log")
    return ask(request, form, act, title="Record a review of the log", submit="Save", back_url=back)


def _holders(request: SignedIn, roles: tuple[Role, ...]) -> Any:
    posts = Membership.objects.current().filter(school=request.school, role__in=roles)
    return User.objects.filter(pk__in=posts.values("user"), is_active=True).order_by("name", "pk")
