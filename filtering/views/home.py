"""The way in: what one asked, what waits, the technician's morning."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from esafety.access.capabilities import Capability as C
from esafety.access.doors import open_to
from esafety.access.requests import SignedIn
from esafety.access.roles import may
from filtering.queries import requests as lists
from filtering.vocabulary import Kind

PARTS = (
    ("filtering_today", "Today’s list", (C.DECIDE_FILTERING, C.RUN_FILTERING)),
    ("filtering_block_now", "Emergency block", (C.DECIDE_FILTERING, C.RUN_FILTERING)),
    ("filtering_checks", "Checks", (C.SEE_FILTERING_LOG,)),
    ("filtering_log", "Change-control log", (C.SEE_FILTERING_LOG,)),
    ("filtering_years", "Yearly review", (C.SEE_FILTERING_LOG,)),
    ("filtering_looks", "Looking into activity", (C.SEE_LOOKS,)),
    ("filtering_pull", "For the provider’s system", (C.RUN_FILTERING,)),
)
"""The other pages of the room and who finds them here."""


@require_safe
@open_to(C.REQUEST_FILTERING, C.SEE_FILTERING_LOG, C.DECIDE_LOOKS)
def filtering(request: SignedIn) -> HttpResponse:
    """Everybody's way in: what each has a part in, and nothing else."""
    school, user = request.school, request.user
    decides, runs = (may(user, one, school) for one in (C.DECIDE_FILTERING, C.RUN_FILTERING))
    asks = may(user, C.REQUEST_FILTERING, school)
    parts = [
        (label, reverse(name)) for name, label, needs in PARTS if any(may(user, one, school) for one in needs)
    ]
    context = {
        "title": "Filtering",
        "parts": parts,
        "kinds": [(kind.label, reverse("filtering_ask", args=[kind.value])) for kind in Kind] if asks else [],
        "mine": lists.asked_by(school, user) if asks else [],
        "waiting": lists.waiting(school) if decides else [],
        "to_review": lists.to_review(school) if decides else [],
        "overdue": lists.overdue_count(school) if decides or runs else 0,
        "decides": decides,
    }
    return render(request, "filtering/filtering.html", context)


@require_safe
@open_to(C.DECIDE_FILTERING, C.RUN_FILTERING)
def today(request: SignedIn) -> HttpResponse:
    """The technician's morning: what to open, to close, to look at, what is open for whom until when."""
    context = {
        "title": "Today’s list",
        "caption": f"{timezone.localdate():%A %-d %B %Y}",
        "back_url": reverse("filtering"),
        "back_label": "Filtering",
        "today": lists.today(request.school),
    }
    return render(request, "filtering/today.html", context)
