"""The risk assessment."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from esafety.access.asking import ask, do, sent
from esafety.access.capabilities import Capability as C
from esafety.access.doors import open_to, record_door
from esafety.access.requests import SignedIn
from esafety.access.roles import may
from esafety.governance import actions
from esafety.governance.access import RISKS
from esafety.governance.forms.registers import ReviewForm, RiskForm
from esafety.governance.models import Risk
from esafety.governance.vocabulary import RiskKind

FORM = require_http_methods(["GET", "HEAD", "POST"])
KEEP = C.KEEP_REGISTERS


@require_safe
@open_to(C.READ_REGISTERS, KEEP)
def risks(request: SignedIn) -> HttpResponse:
    """Every risk, area by area, and areas that nobody has assessed."""
    found = list(Risk.objects.standing().filter(school=request.school))
    groups = [{"kind": kind, "risks": [one for one in found if one.kind == kind]} for kind in RiskKind]
    context = {
        "title": "Risk assessment",
        "groups": groups,
        "may_keep": may(request.user, KEEP, request.school),
        "back_url": reverse("governance"),
        "back_label": "Governance",
    }
    return render(request, "governance/risks.html", context)


@FORM
@open_to(KEEP)
def risk_add(request: SignedIn) -> HttpResponse:
    """Enter a risk."""

    def act(told: dict[str, Any]) -> str:
        actions.add_risk(school=request.school, by=request.user, **told)
        return "The risk is entered."

    back = reverse("risks")
    return ask(request, RiskForm(sent(request)), act, title="Enter a risk", submit="Enter", back_url=back)


@require_safe
@record_door(RISKS, C.READ_REGISTERS, lookup="pk")
def risk(request: SignedIn, risk: Risk) -> HttpResponse:
    """One risk and the times it was looked at."""
    context = {
        "title": risk.words,
        "caption": risk.get_kind_display(),
        "risk": risk,
        "reviews": list(risk.reviews.select_related("by")),
        "may_keep": may(request.user, KEEP, risk.school) and risk.closed_at is None,
        "back_url": reverse("risks"),
        "back_label": "Risk assessment",
    }
    return render(request, "governance/risk.html", context)


@FORM
@record_door(RISKS, KEEP, lookup="pk")
def risk_review(request: SignedIn, risk: Risk) -> HttpResponse:
    """Look at it again."""

    def act(told: dict[str, Any]) -> str:
        actions.review_risk(risk=risk, by=request.user, **told)
        return "The review is entered."

    names = ("likelihood", "impact", "controls")
    form = ReviewForm(sent(request), initial={name: getattr(risk, name) for name in names})
    back = reverse("risk", args=[risk.pk])
    return ask(
        request, form, act, title="Look at the risk again", caption=risk.words, submit="Save", back_url=back
    )


@require_POST
@record_door(RISKS, KEEP, lookup="pk")
def risk_close(request: SignedIn, risk: Risk) -> HttpResponse:
    """Take it out of the assessment."""

    def act() -> str:
        actions.close_risk(risk=risk, by=request.user)
        return "The risk is closed. Its history stays."

    return do(request, act, back_url=reverse("risks"))
