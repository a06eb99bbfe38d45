"""Correcting the account of an incident."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse

from esafety.access.capabilities import Capability as C
from esafety.access.doors import record_door
from esafety.access.requests import SignedIn
from incidents import actions
from incidents.access import INCIDENTS
from incidents.forms.correcting import CorrectForm
from incidents.models import Incident
from incidents.views.acting import act_page
from incidents.vocabulary import VIEWED


@record_door(INCIDENTS, C.WORK, seen=VIEWED)
def correct(request: SignedIn, incident: Incident) -> HttpResponse:
    """Write the next edition of the account; what was reported stays."""

    def do(form: Any) -> None:
        values = form.cleaned_data
        actions.correct_account(
            incident=incident,
            account=form.account,
            reason=values["reason"],
            version=values["version"],
            by=request.user,
        )

    return act_page(
        request,
        incident,
        CorrectForm,
        do,
        title="Correct the account",
        submit="Save the correction",
        done="Corrected. What was reported first can still be read.",
        intro="What was reported stays as it was. Your correction becomes the next edition, with your reason.",
    )
