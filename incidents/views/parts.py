"""One person's part in an incident: their page, what is recorded of it, and deciding what follows."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from esafety.access.asking import ask, sent
from esafety.access.capabilities import Capability as C
from esafety.access.doors import record_door
from esafety.access.requests import SignedIn
from incidents import actions
from incidents.access import INCIDENTS
from incidents.forms.parts import FORMS
from incidents.forms.sanctions import DecideForm
from incidents.models import Incident, Involvement
from incidents.record.ladder import weigh
from incidents.record.part import earlier_words, part_page
from incidents.vocabulary import VIEWED, PartKind


@require_safe
@record_door(INCIDENTS, C.SEE_INCIDENTS, seen=VIEWED)
def person(request: SignedIn, incident: Incident, part: int) -> HttpResponse:
    """What is on record of one person's part, and of nobody else's."""
    row = _part(incident, part)
    works = INCIDENTS.allows(request.user, C.WORK, incident) and incident.is_open and row.withdrawn_at is None
    context = {
        "title": row.who,
        "caption": f"{row.get_part_display()} · {incident.reference}",
        "back_url": incident.get_absolute_url(),
        "works": works,
    }
    return render(request, "incidents/part.html", context | part_page(row, request.user))


@record_door(INCIDENTS, C.WORK, seen=VIEWED)
def person_record(request: SignedIn, incident: Incident, part: int, kind: str) -> HttpResponse:
    """Record one thing of one person's part."""
    row = _part(incident, part)
    if kind not in FORMS:
        raise Http404
    what, form_class = PartKind(kind), FORMS[kind]

    def act(told: dict[str, Any]) -> str:
        actions.record_part(row=row, kind=what, by=request.user, **told)
        return f"{what.label}: on record for {row.who}."

    return ask(request, form_class(sent(request)), act, title=what.label, submit="Save", **_beside(row))


@record_door(INCIDENTS, C.WORK, seen=VIEWED)
def person_decide(request: SignedIn, incident: Incident, part: int) -> HttpResponse:
    """Decide what follows for one person: the proposal and its reasons stand above the form."""
    row = _part(incident, part)
    weighed = weigh(row, request.user)
    if weighed is None:
        raise Http404
    form = DecideForm(sent(request), weighed=weighed)

    def act(told: dict[str, Any]) -> str:
        actions.sanction(row=row, by=request.user, **told)
        return f"Decided for {row.who}."

    shown: dict[str, Any] = {
        "template": "incidents/part_decide.html",
        "weighed": weighed,
        "earlier": earlier_words(weighed),
    }
    return ask(
        request, form, act, title="Decide what follows", submit="Save decision", **shown, **_beside(row)
    )


def _beside(row: Involvement) -> dict[str, Any]:
    back = reverse("incident_person", args=[row.incident.reference, row.pk])
    return {"back_url": back, "caption": f"{row.who} · {row.incident.reference}"}


def _part(incident: Incident, pk: int) -> Involvement:
    found = (
        Involvement.objects.filter(incident=incident, pk=pk)
        .select_related("incident__school", "person")
        .first()
    )
    if found is None:
        raise Http404
    return found
