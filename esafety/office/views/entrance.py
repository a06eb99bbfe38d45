"""The way into the office."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from esafety.access.doors import open_to
from esafety.access.requests import SignedIn
from esafety.office.queries.entrance import OPENED_BY, cards


@require_safe
@open_to(*OPENED_BY)
def office(request: SignedIn) -> HttpResponse:
    """Everything of the office that this account may open, and what there needs a person."""
    return render(
        request,
        "office/office.html",
        {"title": "School office", "cards": cards(request.school, request.user)},
    )
