"""Live figures, the rules in force, schools side by side."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from esafety.access.capabilities import Capability as C
from esafety.access.doors import open_to
from esafety.access.requests import SignedIn
from esafety.governance.queries import comparing
from esafety.governance.queries import figures as lists
from esafety.governance.queries.rules import book

BACK = "Governance"


@require_safe
@open_to(C.SEE_FIGURES)
def figures(request: SignedIn) -> HttpResponse:
    """What needs leaders now: the digest on screen."""
    context = {"title": "Figures today", "back_url": reverse("governance"), "back_label": BACK}
    shown = lists.figures(request.user, request.school)
    return render(request, "governance/figures.html", context | shown)


@require_safe
@open_to(C.READ_REGISTERS, C.KEEP_REGISTERS)
def rules(request: SignedIn) -> HttpResponse:
    """The policy book, printed from the code that follows it."""
    context = {
        "title": "The rules in force",
        "chapters": book(),
        "back_url": reverse("governance"),
        "back_label": BACK,
    }
    return render(request, "governance/rules.html", context)


@require_safe
@open_to(C.COMPARE_SCHOOLS)
def schools_compared(request: SignedIn) -> HttpResponse:
    """Published figures of the schools somebody looks after."""
    context = {
        "title": "Schools side by side",
        "periods": comparing.compared(request.user),
        "back_url": reverse("governance"),
        "back_label": BACK,
    }
    return render(request, "governance/schools_compared.html", context)
