"""A file that another school sent as something that is kept: its page, its review, its holds."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from esafety.access.doors import record_door
from esafety.access.requests import SignedIn
from esafety.keeping.access import KEEP, RECEIVED
from esafety.keeping.views import asking
from esafety.moving.models import Arrival
from esafety.moving.vocabulary import ARRIVAL_VIEWED

FORM = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@record_door(RECEIVED, KEEP, seen=ARRIVAL_VIEWED)
def received_kept(request: SignedIn, arrival: Arrival) -> HttpResponse:
    """One file as something that is kept."""
    return asking.page_of(request, arrival)


@FORM
@record_door(RECEIVED, KEEP)
def received_keep_longer(request: SignedIn, arrival: Arrival) -> HttpResponse:
    """Keep it until a day."""
    return asking.ask_to_keep(request, arrival)


@FORM
@record_door(RECEIVED, KEEP)
def received_put_forward(request: SignedIn, arrival: Arrival) -> HttpResponse:
    """Put it into a disposal."""
    return asking.ask_to_put_forward(request, arrival)


@FORM
@record_door(RECEIVED, KEEP)
def received_hold(request: SignedIn, arrival: Arrival) -> HttpResponse:
    """Lay a hold on it."""
    return asking.ask_for_hold(request, arrival)
