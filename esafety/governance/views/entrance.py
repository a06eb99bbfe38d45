"""The way in: a card for each thing this person may do here."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from esafety.access.doors import open_to
from esafety.access.requests import SignedIn
from esafety.governance.queries.entrance import OPENED_BY, cards


@require_safe
@open_to(*OPENED_BY)
def governance(request: SignedIn) -> HttpResponse:
    """Every card whose capability this person holds."""
    return render(
        request,
        "governance/governance.html",
        {"title": "Governance", "cards": cards(request.school, request.user)},
    )
