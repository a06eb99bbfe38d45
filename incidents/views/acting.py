"""One way to act on an incident: ask, do, say so; refused or overtaken, keep every word."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from esafety.access.capabilities import Capability
from esafety.access.refusals import NotNow, Stale
from esafety.access.requests import SignedIn
from esafety.audit.models import AuditEvent
from esafety.audit.reading import Line, lines
from incidents.access import INCIDENTS
from incidents.actions.guard import fresh
from incidents.forms.incident import Act
from incidents.models import Incident

CHANGES_SHOWN = 5


def act_page(
    request: SignedIn,
    incident: Incident,
    form_class: Callable[..., Act],
    do: Callable[[Any], object],
    *,
    title: str,
    submit: str,
    done: str,
    to: str = "",
    **context: Any,
) -> HttpResponse:
    """Show the form; when sent and sound, `do(form)`, then back to the incident with `done` as a message.

    `to` is where it goes back to, if not to the incident. `NotNow` becomes a sentence on the form (409). `Stale`
    shows what changed meanwhile beside what was typed (409), ready to be sent again.
    """
    form = form_class(request.POST or None, incident=incident, user=request.user)
    context |= {"title": title, "submit_label": submit, "incident": incident, "form": form}
    context |= {
        "back_url": to or incident.get_absolute_url(),
        "cancel_url": to or incident.get_absolute_url(),
    }
    if request.method != "POST":
        return render(request, "incidents/act.html", context)
    if not form.is_valid():
        return render(request, "incidents/act.html", context, status=422)
    try:
        do(form)
    except NotNow as refusal:
        form.add_error(None, str(refusal))
        return render(request, "incidents/act.html", context, status=409)
    except Stale as stale:
        return render(
            request, "incidents/act.html", context | _overtaken(request, form_class, stale), status=409
        )
    messages.success(request, done)
    return redirect(next_page(incident, request, to))


def next_page(incident: Incident, request: SignedIn, to: str = "") -> str:
    """The incident, or the list when the act itself took the incident out of the person's sight."""
    seen = INCIDENTS.standing(request.user, fresh(incident)) is not None
    return (to or incident.get_absolute_url()) if seen else "/incidents/"


def _overtaken(request: SignedIn, form_class: Callable[..., Act], stale: Stale) -> dict[str, Any]:
    """The form with what was typed and the version that stands now, and what others did meanwhile."""
    typed = request.POST.copy()
    typed["version"] = str(stale.record.version)
    shown: list[Line] = []
    if INCIDENTS.allows(request.user, Capability.SEE_TRAIL, stale.record):
        entries = AuditEvent.objects.about(stale.record).exclude(code__endswith="viewed").reverse()
        shown = lines(entries[:CHANGES_SHOWN])
    form = form_class(typed, incident=stale.record, user=request.user)
    return {"form": form, "incident": stale.record, "overtaken": str(stale), "changes": shown}
