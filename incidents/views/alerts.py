"""Monitoring alerts: the list, one of them, and what is decided about it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from esafety.access.asking import ask, do, sent
from esafety.access.capabilities import Capability as C
from esafety.access.doors import open_to, record_door
from esafety.access.refusals import NotNow
from esafety.access.requests import SignedIn
from esafety.access.roles import may
from incidents import actions
from incidents.access import INCIDENTS
from incidents.actions.guard import fresh
from incidents.alert_access import ALERTS
from incidents.alerts.listing import Asked, Show, page
from incidents.alerts.shown import alert_page, attached
from incidents.forms.alerts import AddToForm, SetAsideForm
from incidents.models import Alert, Incident
from incidents.vocabulary import VIEWED
from incidents.vocabulary.watching import ALERT_VIEWED, Severity

FORM = require_http_methods(["GET", "HEAD", "POST"])
TRIAGE = C.TRIAGE_ALERTS


@require_safe
@open_to(TRIAGE)
def alerts(request: SignedIn) -> HttpResponse:
    """What came from monitoring: unread first, then the most serious."""
    asked = Asked.of(request.GET)
    shown = page(request.user, request.school, asked)
    context = {
        "title": "Monitoring alerts",
        "lines": shown.lines,
        "previous_url": shown.previous_url,
        "next_url": shown.next_url,
        "views": [
            {"label": one.label, "url": asked._replace(show=one).address(), "current": one is asked.show}
            for one in Show
        ],
        "severities": [(one.value, one.label) for one in reversed(Severity)],
        "asked": asked,
        "may_keep": may(request.user, C.KEEP_ALERT_SOURCES, request.school),
        "may_set": may(request.user, C.SET_WATCH, request.school),
        "may_see_patterns": may(request.user, C.TRIAGE, request.school),
    }
    return render(request, "incidents/alerts.html", context)


@require_safe
@record_door(
    ALERTS, TRIAGE, seen=ALERT_VIEWED, joined=("school", "source", "person", "decided_by", "incident")
)
def alert(request: SignedIn, alert: Alert) -> HttpResponse:
    """One alert: what it says, who has read it, what can be done."""
    return render(request, "incidents/alert.html", alert_page(alert, request.user))


@require_POST
@record_door(ALERTS, TRIAGE)
def alert_read(request: SignedIn, alert: Alert) -> HttpResponse:
    """It was read."""

    def act() -> str:
        actions.read_alert(alert=alert, by=request.user)
        return "You are entered as having read it."

    return do(request, act, back_url=alert.get_absolute_url())


@require_POST
@record_door(ALERTS, TRIAGE)
def alert_take_on(request: SignedIn, alert: Alert) -> HttpResponse:
    """One press makes an incident of it."""
    try:
        incident = actions.take_on_alert(alert=alert, by=request.user)
    except NotNow as reason:
        messages.error(request, str(reason))
        return redirect(alert)
    sees = INCIDENTS.standing(request.user, fresh(incident)) is not None
    where = "Check what was filled in." if sees else "It went to those who deal with it."
    messages.success(request, f"Taken on as incident {incident.reference}. {where}")
    return redirect(incident if sees else "alerts")


@FORM
@record_door(ALERTS, TRIAGE, seen=ALERT_VIEWED)
def alert_add_to(request: SignedIn, alert: Alert) -> HttpResponse:
    """It belongs to an incident that is there."""

    def act(told: dict[str, Any]) -> str:
        actions.add_alert(alert=alert, incident=told["reference"], by=request.user)
        return f"The alert is kept with {told['reference']}."

    form = AddToForm(sent(request), user=request.user)
    title = "Add it to an incident"
    return ask(
        request,
        form,
        act,
        title=title,
        caption=alert.reference,
        submit="Add it",
        back_url=alert.get_absolute_url(),
    )


@FORM
@record_door(ALERTS, TRIAGE, seen=ALERT_VIEWED)
def alert_set_aside(request: SignedIn, alert: Alert) -> HttpResponse:
    """Nothing follows from it, and why."""

    def act(told: dict[str, Any]) -> str:
        actions.set_alert_aside(alert=alert, by=request.user, **told)
        return "Set aside with your reason. The alert stays."

    form = SetAsideForm(sent(request))
    back_url = alert.get_absolute_url()
    return ask(
        request,
        form,
        act,
        title="Set it aside",
        caption=alert.reference,
        submit="Set aside",
        back_url=back_url,
    )


@require_safe
@record_door(INCIDENTS, C.WORK, seen=VIEWED)
def incident_alerts(request: SignedIn, incident: Incident) -> HttpResponse:
    """The alerts kept with an incident."""
    context = {
        "title": "Monitoring alerts kept with it",
        "caption": incident.reference,
        "back_url": incident.get_absolute_url(),
        "alerts": attached(incident),
        "alerts_url": reverse("alerts"),
    }
    return render(request, "incidents/alerts_of_incident.html", context)
