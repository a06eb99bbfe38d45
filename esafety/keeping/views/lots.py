"""A school year's lot of one kind as something that is kept: its page, its review, its holds."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from esafety.access.doors import record_door
from esafety.access.requests import SignedIn
from esafety.keeping.access import KEEP, LOTS
from esafety.keeping.models import Lot
from esafety.keeping.views import asking
from esafety.keeping.vocabulary import LOT_SEEN

FORM = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@record_door(LOTS, KEEP, seen=LOT_SEEN)
def lot_kept(request: SignedIn, lot: Lot) -> HttpResponse:
    """One lot, and what of it would go."""
    return asking.page_of(request, lot)


@FORM
@record_door(LOTS, KEEP)
def lot_keep_longer(request: SignedIn, lot: Lot) -> HttpResponse:
    """Keep it until a day."""
    return asking.ask_to_keep(request, lot)


@FORM
@record_door(LOTS, KEEP)
def lot_put_forward(request: SignedIn, lot: Lot) -> HttpResponse:
    """Put it into a disposal."""
    return asking.ask_to_put_forward(request, lot)


@FORM
@record_door(LOTS, KEEP)
def lot_hold(request: SignedIn, lot: Lot) -> HttpResponse:
    """Lay a hold on it."""
    return asking.ask_for_hold(request, lot)
