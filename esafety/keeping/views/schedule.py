"""The retention schedule, and one period of it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from esafety.access.asking import ask, sent
from esafety.access.doors import open_to
from esafety.access.requests import SignedIn
from esafety.keeping import actions, queries
from esafety.keeping.access import KEEP
from esafety.keeping.facts import years_of
from esafety.keeping.forms import PeriodForm
from esafety.keeping.policy.schedule import SETTINGS

FORM = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@open_to(KEEP)
def retention_schedule(request: SignedIn) -> HttpResponse:
    """Every rule, its source, the school's period and who confirmed it."""
    context = {
        "title": "How long records are kept",
        "rows": queries.schedule(request.school),
        "unconfirmed": queries.unconfirmed(request.school),
        "back_url": reverse("records_due"),
        "back_label": "Records due for review",
    }
    return render(request, "keeping/retention_schedule.html", context)


@FORM
@open_to(KEEP)
def period(request: SignedIn, kind: str) -> HttpResponse:
    """Confirm or change one period."""
    rule = next((one for one in SETTINGS if one.kind == kind), None)
    if rule is None:
        raise Http404
    years = years_of([request.school.pk])[request.school.pk][rule.kind]

    def act(told: dict[str, Any]) -> str:
        actions.confirm_period(school=request.school, kind=rule.kind, years=told["years"], by=request.user)
        return "Confirmed. What is due is worked out anew in the coming nights."

    return ask(
        request,
        PeriodForm(sent(request), rule=rule, initial={"years": years}),
        act,
        title=rule.kind.label,
        submit="Confirm",
        back_url=reverse("retention_schedule"),
        intro=f"Counted from: {rule.trigger.label}. Source: {rule.source} ({rule.strength.label.lower()}).",
    )
