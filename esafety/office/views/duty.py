"""Who is on duty, who is away."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from esafety.access.capabilities import Capability
from esafety.access.doors import open_to, record_door
from esafety.access.requests import SignedIn
from esafety.office.access.duty import ABSENCES, POSTS_ON_DUTY
from esafety.office.actions import add_absence, end_absence, order_duty
from esafety.office.forms.duty import AbsenceForm
from esafety.office.queries.duty import absences, duty_lines
from esafety.people.models import Absence, Membership
from esafety.people.queries import holders
from esafety.people.vocabulary import Role


@require_safe
@open_to(Capability.SET_DUTY)
def duty(request: SignedIn) -> HttpResponse:
    """Who is told first, and who is away."""
    lines = duty_lines(request.school)
    away = absences(request.school, request.user)
    return render(request, "office/duty.html", {"title": "Who is on duty", "lines": lines, "absences": away})


@require_POST
@record_door(POSTS_ON_DUTY, Capability.SET_DUTY, lookup="pk")
def duty_move(request: SignedIn, post: Membership, up: bool) -> HttpResponse:
    """Let somebody be told one place earlier or later."""
    line = holders(post.school, [Role(post.role)])
    at = line.index(post)
    to = at - 1 if up else at + 1
    if 0 <= to < len(line):
        line[at], line[to] = line[to], line[at]
        order_duty(school=post.school, posts=line, by=request.user)
        messages.success(request, f"{post.user} is now number {to + 1}: {Role(post.role).label}.")
    return redirect("duty")


@require_http_methods(["GET", "POST"])
@open_to(Capability.SET_DUTY)
def absence_add(request: SignedIn) -> HttpResponse:
    """Enter one's own absence or a colleague's."""
    school = request.school
    form = AbsenceForm(
        request.POST or None, school=school, by=request.user, initial={"user": request.user.pk}
    )
    if form.is_bound and form.is_valid():
        told = {name: form.cleaned_data[name] for name in ("user", "from_at", "until_at")}
        add_absence(school=school, by=request.user, **told)
        messages.success(request, f"{told['user']} is entered as away.")
        return redirect("duty")
    context = {
        "title": "Enter an absence",
        "form": form,
        "submit_label": "Enter",
        "back_url": reverse("duty"),
    }
    return render(request, "form_page.html", context, status=422 if form.is_bound else 200)


@require_POST
@record_door(ABSENCES, Capability.SET_DUTY, lookup="pk")
def absence_end(request: SignedIn, absence: Absence) -> HttpResponse:
    """Somebody is back, or was not away after all."""
    end_absence(absence=absence, school=request.school, by=request.user)
    messages.success(request, f"{absence.user} is entered as back.")
    return redirect("duty")
