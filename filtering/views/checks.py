"""Checks: the year at a glance, one check, recording one, the plan, faults put right."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from esafety.access.asking import ask, do, sent
from esafety.access.capabilities import Capability as C
from esafety.access.doors import open_to, record_door
from esafety.access.requests import SignedIn
from esafety.access.roles import may
from esafety.people.models import User
from esafety.schooldays.years import year_of
from filtering import actions
from filtering.access import CHECKS, POINTS
from filtering.forms.checks import CheckForm, FixForm, PlanForm, PointForm
from filtering.models import Check, CheckPoint
from filtering.policy.clocks import CHECK_EVERY_DAYS
from filtering.queries import checks as lists
from filtering.vocabulary import Outcome, Test

FORM = require_http_methods(["GET", "HEAD", "POST"])
OFFICERS = (C.RUN_FILTERING, C.DECIDE_FILTERING)


def _may_check(request: SignedIn) -> bool:
    return any(may(request.user, one, request.school) for one in OFFICERS)


@require_safe
@open_to(C.SEE_FILTERING_LOG)
def checks(request: SignedIn) -> HttpResponse:
    """When the next is due, what is not put right, the year as a picture and a table, every check."""
    year = year_of(timezone.localdate())
    context = {
        "title": "Checks of the filter",
        "back_url": reverse("filtering"),
        "back_label": "Filtering",
        "plan": lists.plan_of(request.school),
        "may_check": _may_check(request),
        "faults": lists.open_faults(request.school),
        "coverage": lists.coverage(request.school, year),
        "looks": lists.LOOKS,
        "year": year,
        "checks": lists.checks(request.school),
    }
    return render(request, "filtering/checks.html", context)


@FORM
@open_to(*OFFICERS)
def check_add(request: SignedIn) -> HttpResponse:
    """Record a check that two people did."""
    points = lists.points(request.school)
    companions = User.objects.filter(
        pk__in=[one.pk for one in lists.companions(request.school, request.user)]
    )
    form = CheckForm(sent(request), points=points, companions=companions.order_by("name", "pk"))

    failed: list[Check] = []

    def act(told: dict[str, Any]) -> str:
        names = ("done_on", "with_person", "fault")
        given = {name: told[name] for name in names}
        made = actions.record_check(school=request.school, results=form.results(), by=request.user, **given)
        if Outcome.REACHED not in form.results().values():
            return "The check is recorded."
        failed.append(made)
        return "The check is recorded. Not everything was blocked: this is what is to be done."

    title, back = "Record a check", reverse("filtering_checks")
    plan = lists.plan_of(request.school)
    answer = ask(
        request,
        form,
        act,
        title=title,
        submit="Save",
        back_url=back,
        template="filtering/check_add.html",
        plan=plan,
    )
    return redirect(failed[0].get_absolute_url()) if failed else answer


@require_safe
@record_door(CHECKS, C.SEE_FILTERING_LOG, joined=("first_person", "second_person", "school"))
def check(request: SignedIn, check: Check) -> HttpResponse:
    """One check: what each test showed, what was done about what got through."""
    results = list(check.results.select_related("point", "fixed_by"))
    context = {
        "title": str(check),
        "caption": check.reference,
        "back_url": reverse("filtering_checks"),
        "back_label": "Checks of the filter",
        "check": check,
        "faults": [one for one in results if one.outcome == Outcome.REACHED],
        "tests": [test.label for test in Test],
        "rows": lists.matrix(results),
        "certificates": list(check.certificates.select_related("added_by")),
        "may_check": _may_check(request),
    }
    return render(request, "filtering/check.html", context)


@FORM
@record_door(CHECKS, C.RUN_FILTERING, joined=("school",))
def fault_fixed(request: SignedIn, check: Check, number: int) -> HttpResponse:
    """What was done about one fault."""
    result = check.results.faults().filter(pk=number).select_related("point", "check_done__school").first()
    if result is None:
        raise Http404

    def act(told: dict[str, Any]) -> str:
        actions.fix_fault(result=result, by=request.user, **told)
        return "Entered as put right."

    title, back = "A fault was put right", check.get_absolute_url()
    caption = f"{result.get_test_display()}: {result.point}"
    return ask(
        request, FixForm(sent(request)), act, title=title, submit="Save", back_url=back, caption=caption
    )


@FORM
@open_to(*OFFICERS)
def plan(request: SignedIn) -> HttpResponse:
    """How often, which sample addresses, from where."""
    held = lists.plan_of(request.school)
    initial = {
        "every_days": held.every_days if held else CHECK_EVERY_DAYS,
        "samples": held.samples if held else "",
    }

    def act(told: dict[str, Any]) -> str:
        made = actions.set_plan(school=request.school, by=request.user, **told)
        return f"Saved. The next check is due on {made.due_on:%-d %B %Y}."

    return ask(
        request,
        PlanForm(sent(request), initial=initial),
        act,
        title="What is checked, and how often",
        submit="Save",
        back_url=reverse("filtering_checks"),
        template="filtering/plan.html",
        points=lists.points(request.school),
    )


@FORM
@open_to(*OFFICERS)
def point_add(request: SignedIn) -> HttpResponse:
    """Add a place to test from."""

    def act(told: dict[str, Any]) -> str:
        return f"{actions.add_point(school=request.school, by=request.user, **told)} is in the list."

    form, back = PointForm(sent(request)), reverse("filtering_plan")
    return ask(request, form, act, title="Add a place to test from", submit="Add", back_url=back)


@require_POST
@record_door(POINTS, C.RUN_FILTERING, lookup="pk", joined=("school",))
def point_retire(request: SignedIn, point: CheckPoint) -> HttpResponse:
    """Take a place out of the list."""

    def act() -> str:
        return f"{actions.retire_point(point=point, by=request.user)} is out of the list."

    return do(request, act, back_url=reverse("filtering_plan"))
