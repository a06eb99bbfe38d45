"""Pages of the register of access."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from esafety.access.capabilities import Capability
from esafety.access.doors import open_to, record_door
from esafety.access.refusals import NotNow
from esafety.access.requests import SignedIn
from esafety.access.roles import may
from esafety.audit import note
from esafety.office import actions
from esafety.office.access.register import VISITORS
from esafety.office.forms.register import RegisterForm, VisitorForm, asked_again
from esafety.office.models import VisitorAccess
from esafety.office.queries.register import register_lines, register_on
from esafety.office.vocabulary import REGISTER_EXPORTED
from esafety.papers.spreadsheet import line
from esafety.signin.step_up import recent_sign_in_required

_BOM = "\ufeff"
"""Tells spreadsheet programs that accents are UTF-8."""


@require_safe
@open_to(Capability.SEE_REGISTER)
def register(request: SignedIn) -> HttpResponse:
    """Who has access to what, today or on a past day."""
    form = RegisterForm(request.GET or None)
    day, narrowed = form.told
    context: dict[str, Any] = {
        "title": "Register of access",
        "form": form,
        "day": day,
        "is_today": day == timezone.localdate(),
        "register": register_on(request.school, day, narrowed),
        "may_keep": may(request.user, Capability.KEEP_VISITORS, request.school),
        "asked": asked_again(day, narrowed),
        "query": urlencode(asked_again(day, narrowed)),
        "back_url": reverse("office"),
        "back_label": "School office",
    }
    return render(request, "office/register.html", context, status=422 if form.errors else 200)


@require_safe
@open_to(Capability.SEE_REGISTER)
@recent_sign_in_required
def register_export(request: SignedIn) -> HttpResponse | StreamingHttpResponse:
    """The same as a file for a spreadsheet, entered in the trail before its first byte leaves."""
    day, narrowed = RegisterForm(request.GET or None).told
    lines = register_lines(request.school, day, narrowed)
    note(REGISTER_EXPORTED, by=request.user, school=request.school, detail={"day": day.isoformat()})
    name = f"register-of-access-{day.isoformat()}.csv"
    return StreamingHttpResponse(
        (_BOM * (at == 0) + line(cells) for at, cells in enumerate(lines)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_POST
@open_to(Capability.SEE_REGISTER)
def register_print(request: SignedIn) -> HttpResponse:
    """Ask for the whole register of a day as a document."""
    day, _ = RegisterForm(request.POST).told
    paper = actions.want_register(school=request.school, day=day, by=request.user)
    return redirect("papers:paper", paper.reference)


@require_http_methods(["GET", "POST"])
@open_to(Capability.KEEP_VISITORS)
def visitor_add(request: SignedIn) -> HttpResponse:
    """Enter what a visitor may use."""
    form = VisitorForm(request.POST or None, school=request.school, initial={"permitted_by": request.user.pk})
    if form.is_bound and form.is_valid():
        actions.let_visitor_in(school=request.school, by=request.user, **form.told)
        messages.success(request, f"{form.cleaned_data['name']} is entered.")
        return redirect("register")
    context = {
        "title": "Enter a visitor",
        "form": form,
        "submit_label": "Enter",
        "back_url": reverse("register"),
    }
    return render(request, "form_page.html", context, status=422 if form.is_bound else 200)


@require_POST
@record_door(VISITORS, Capability.KEEP_VISITORS, lookup="pk")
def visitor_end(request: SignedIn, entry: VisitorAccess) -> HttpResponse:
    """End what a visitor may use."""
    try:
        actions.end_visitor_access(entry=entry, by=request.user)
    except NotNow as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"{entry.name} may no longer use it: {entry.get_use_display().lower()}.")
    return redirect("register")
