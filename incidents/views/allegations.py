"""How an allegation ended."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse

from esafety.access.capabilities import Capability as C
from esafety.access.doors import record_door
from esafety.access.requests import SignedIn
from incidents import actions
from incidents.access import INCIDENTS
from incidents.forms.allegations import OutcomeForm
from incidents.models import Incident
from incidents.views.acting import act_page
from incidents.vocabulary import VIEWED


@record_door(INCIDENTS, C.CLOSE, seen=VIEWED)
def end_allegation(request: SignedIn, incident: Incident) -> HttpResponse:
    """Record what was found about an adult, who decided it, and when."""

    def do(form: Any) -> None:
        actions.end_allegation(incident=incident, by=request.user, **form.cleaned_data)

    return act_page(
        request,
        incident,
        OutcomeForm,
        do,
        title="Outcome of an allegation",
        submit="Record the outcome",
        done="The outcome is recorded.",
    )
