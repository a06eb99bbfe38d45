"""What is due, one incident, its review, holds."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from esafety.access.asking import ask, do, sent
from esafety.access.doors import open_to, record_door
from esafety.access.requests import SignedIn
from esafety.keeping import actions, queries
from esafety.keeping.access import HOLDS, KEEP, RECORDS
from esafety.keeping.forms import HoldForm, LiftForm
from esafety.keeping.models import Hold
from esafety.keeping.models.subject import COLUMN
from esafety.keeping.views import asking
from esafety.signin.step_up import recent_sign_in_required
from incidents.models import Incident
from incidents.vocabulary import VIEWED

FORM = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@open_to(KEEP)
def records_due(request: SignedIn) -> HttpResponse:
    """Records whose time is over, or of which a date is not known."""
    view = request.GET.get("view", "")
    found = queries.due_list(request.user, request.school, view, request.GET.get("after", ""))
    url = reverse("records_due")
    names = (("due", "Due for review", url), ("unknown", "A date is not known", f"{url}?view=unknown"))
    context = {
        "title": "Records due for review",
        "views": [{"label": label, "url": to, "current": found["view"] == name} for name, label, to in names],
        "unconfirmed": queries.unconfirmed(request.school),
        "to_lift": queries.to_lift(request.user, request.school),
        "next_url": f"?{urlencode({'view': found['view'], 'after': found['next']})}" if found["next"] else "",
    }
    return render(request, "keeping/records_due.html", context | found)


@require_safe
@record_door(RECORDS, KEEP, seen=VIEWED)
def record_kept(request: SignedIn, incident: Incident) -> HttpResponse:
    """One incident as something that is kept."""
    return asking.page_of(request, incident)


@FORM
@record_door(RECORDS, KEEP)
def record_keep_longer(request: SignedIn, incident: Incident) -> HttpResponse:
    """Keep it until a day."""
    return asking.ask_to_keep(request, incident)


@FORM
@record_door(RECORDS, KEEP)
def record_put_forward(request: SignedIn, incident: Incident) -> HttpResponse:
    """Put it into a disposal."""
    return asking.ask_to_put_forward(request, incident)


@FORM
@record_door(RECORDS, KEEP)
def record_hold(request: SignedIn, incident: Incident) -> HttpResponse:
    """Lay a hold on it."""
    return asking.ask_for_hold(request, incident)


@require_safe
@open_to(KEEP)
def holds(request: SignedIn) -> HttpResponse:
    """Holds that stand, on records one sees and on the whole school."""
    found = HOLDS.visible_to(request.user, Hold.objects.standing().filter(school=request.school))
    context = {
        "title": "Holds",
        "holds": found.select_related(*COLUMN.values(), "laid_by", "lift_asked_by"),
        "back_url": reverse("records_due"),
        "back_label": "Records due for review",
    }
    return render(request, "keeping/holds.html", context)


@FORM
@open_to(KEEP)
def school_hold(request: SignedIn) -> HttpResponse:
    """Hold every record of the school."""

    def act(told: dict[str, Any]) -> str:
        actions.lay_hold(school=request.school, record=None, by=request.user, **told)
        return "Every record of the school is held. To lift the hold takes two people."

    form = HoldForm(sent(request))
    title, back = "Hold every record of the school", reverse("holds")
    return ask(request, form, act, title=title, submit="Lay the hold", back_url=back)


@FORM
@record_door(HOLDS, KEEP, lookup="pk")
def hold_lift(request: SignedIn, hold: Hold) -> HttpResponse:
    """Ask for a hold to be lifted."""

    def act(told: dict[str, Any]) -> str:
        actions.ask_to_lift(hold=hold, by=request.user, **told)
        return "Asked. The hold stands until a second person agrees."

    form, back = LiftForm(sent(request)), reverse("holds")
    return ask(request, form, act, title="Ask to lift a hold", submit="Ask", back_url=back)


@require_POST
@record_door(HOLDS, KEEP, lookup="pk")
@recent_sign_in_required
def hold_confirm(request: SignedIn, hold: Hold) -> HttpResponse:
    """Agree: the hold is lifted."""

    def act() -> str:
        actions.confirm_lift(hold=hold, by=request.user)
        return "The hold is lifted."

    return do(request, act, back_url=reverse("holds"))


@require_POST
@record_door(HOLDS, KEEP, lookup="pk")
def hold_leave(request: SignedIn, hold: Hold) -> HttpResponse:
    """Leave it in place."""

    def act() -> str:
        actions.leave_hold(hold=hold, by=request.user)
        return "The hold stays."

    return do(request, act, back_url=reverse("holds"))
