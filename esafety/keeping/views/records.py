"""What is due, one record, its review, its holds."""

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
from esafety.keeping.forms import HoldForm, KeepForm, LiftForm, PutForwardForm
from esafety.keeping.models import Hold
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
        "next_url": f"?{urlencode({'view': found['view'], 'after': found['next']})}" if found["next"] else "",
    }
    return render(request, "keeping/records_due.html", context | found)


@require_safe
@record_door(RECORDS, KEEP, seen=VIEWED)
def record_kept(request: SignedIn, incident: Incident) -> HttpResponse:
    """One record as something that is kept."""
    context = {
        "title": f"Keeping {incident.reference}",
        "incident": incident,
        "back_url": reverse("records_due"),
        "back_label": "Records due for review",
    }
    return render(request, "keeping/record_kept.html", context | queries.one_record(request.user, incident))


def _back(incident: Incident) -> str:
    return reverse("record_kept", args=[incident.reference])


@FORM
@record_door(RECORDS, KEEP)
def record_keep_longer(request: SignedIn, incident: Incident) -> HttpResponse:
    """Keep it until a day."""

    def act(told: dict[str, Any]) -> str:
        actions.keep_longer(incident=incident, by=request.user, **told)
        return "The record is kept. It comes up for review again on that day."

    form = KeepForm(sent(request))
    return ask(
        request, form, act, title="Keep this record longer", submit="Keep it", back_url=_back(incident)
    )


@FORM
@record_door(RECORDS, KEEP)
def record_put_forward(request: SignedIn, incident: Incident) -> HttpResponse:
    """Put it into a disposal."""

    def act(told: dict[str, Any]) -> str:
        disposal = actions.put_forward(incident=incident, by=request.user, **told)
        return f"The record is in disposal {disposal}. Nothing goes before a second person has approved it."

    form = PutForwardForm(sent(request))
    title, submit = "Put this record forward for disposal", "Put forward"
    return ask(request, form, act, title=title, submit=submit, back_url=_back(incident))


@FORM
@record_door(RECORDS, KEEP)
def record_hold(request: SignedIn, incident: Incident) -> HttpResponse:
    """Lay a hold on it."""

    def act(told: dict[str, Any]) -> str:
        actions.lay_hold(school=incident.school, incident=incident, by=request.user, **told)
        return "The hold is laid. To lift it takes two people."

    form = HoldForm(sent(request))
    return ask(request, form, act, title="Hold this record", submit="Lay the hold", back_url=_back(incident))


@require_safe
@open_to(KEEP)
def holds(request: SignedIn) -> HttpResponse:
    """Holds that stand, on records one sees and on the whole school."""
    found = HOLDS.visible_to(request.user, Hold.objects.standing().filter(school=request.school))
    context = {
        "title": "Holds",
        "holds": found.select_related("incident", "laid_by", "lift_asked_by"),
        "back_url": reverse("records_due"),
        "back_label": "Records due for review",
    }
    return render(request, "keeping/holds.html", context)


@FORM
@open_to(KEEP)
def school_hold(request: SignedIn) -> HttpResponse:
    """Hold every record of the school."""

    def act(told: dict[str, Any]) -> str:
        actions.lay_hold(school=request.school, incident=None, by=request.user, **told)
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
