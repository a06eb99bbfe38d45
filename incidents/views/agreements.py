"""Which agreement the people of an incident had signed on the day, and signing again."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from aup.queries.validity import agreements_on
from esafety.access.asking import do
from esafety.access.capabilities import Capability as C
from esafety.access.doors import record_door
from esafety.access.requests import SignedIn
from incidents import actions
from incidents.access import INCIDENTS
from incidents.models import Incident
from incidents.vocabulary import VIEWED


@require_safe
@record_door(INCIDENTS, C.WORK, seen=VIEWED, joined=("school",))
def agreements_held(request: SignedIn, incident: Incident) -> HttpResponse:
    """What everybody involved had signed on the day it happened; without one, the day it was reported."""
    rows = list(incident.involvements.standing().select_related("person__school"))
    people = {row.person.pk: row.person for row in rows if row.person}
    today = timezone.localdate()
    day = incident.happened_on or timezone.localdate(incident.reported_at)
    held = {one.person.pk: one for one in agreements_on(list(people.values()), day, today)}
    context = {
        "title": "Which agreement had they signed?",
        "caption": incident.reference,
        "back_url": incident.get_absolute_url(),
        "back_label": f"Incident {incident.reference}",
        "incident": incident,
        "day": day,
        "is_known": incident.happened_on is not None,
        "held": [(row, held[row.person.pk]) for row in rows if row.person],
        "unknown": [row for row in rows if row.person is None],
    }
    return render(request, "incidents/agreements.html", context)


@require_POST
@record_door(INCIDENTS, C.WORK, joined=("school",))
def sign_again(request: SignedIn, incident: Incident, part: int) -> HttpResponse:
    """Meet and sign again."""
    found = incident.involvements.standing().filter(person__isnull=False).select_related("person__school")
    row = found.filter(pk=part).first()
    if row is None:
        raise Http404

    def act() -> str:
        actions.sign_again(incident=incident, row=row, by=request.user)
        return f"What {row.who} signed no longer counts. They meet the school and sign again."

    return do(request, act, back_url=reverse("incident_agreements", args=[incident.reference]))
