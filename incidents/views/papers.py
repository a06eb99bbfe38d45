"""The printed record, and the copy for the authority's officer."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from esafety.access.capabilities import Capability as C
from esafety.access.doors import record_door
from esafety.access.refusals import NotNow
from esafety.access.requests import SignedIn
from esafety.papers.actions import close_link, want
from esafety.papers.actions.close_link import AlreadyClosed
from esafety.papers.queries import links_about, told
from esafety.papers.views import show_passphrase
from esafety.people.queries import contact
from esafety.people.vocabulary import ContactKind
from esafety.signin.step_up import recent_sign_in_required
from incidents import actions
from incidents.access import INCIDENTS
from incidents.forms.incident import CloseLinkForm, ReasonForm
from incidents.models import Incident
from incidents.papers import INCIDENT_RECORD
from incidents.views.acting import act_page


@require_POST
@record_door(INCIDENTS, C.PRINT)
def print_record(request: SignedIn, incident: Incident) -> HttpResponse:
    """Ask for the printed record; it is made in the background, and the page says when."""
    paper = want(INCIDENT_RECORD, about=incident, by=request.user)
    return redirect("papers:paper", paper.reference)


@record_door(INCIDENTS, C.SEND_COPY)
@recent_sign_in_required
def copy(request: SignedIn, incident: Incident) -> HttpResponse:
    """Send the authority's officer a copy, see what became of those sent, or decide against it."""
    context: dict[str, Any] = {
        "title": "Copy to the authority’s officer",
        "caption": incident.reference,
        "incident": incident,
        "back_url": incident.get_absolute_url(),
        "officer": contact(incident.school, ContactKind.AUTHORITY_OFFICER),
        "copies": [{"link": link, "told": told(link)} for link in links_about(incident)],
    }
    if request.method == "POST":
        try:
            sent = actions.send_copy(incident=incident, by=request.user)
        except NotNow as refusal:
            return render(request, "incidents/copy.html", context | {"refusal": str(refusal)}, status=409)
        return show_passphrase(request, sent, incident.get_absolute_url())
    return render(request, "incidents/copy.html", context)


@record_door(INCIDENTS, C.SEND_COPY)
def decline_copy(request: SignedIn, incident: Incident) -> HttpResponse:
    """Decide not to send a copy."""

    def do(form: Any) -> None:
        actions.decline_copy(incident=incident, reason=form.cleaned_data["reason"], by=request.user)

    return act_page(
        request,
        incident,
        ReasonForm,
        do,
        title="Send no copy",
        submit="Send no copy",
        done="Recorded that no copy is sent.",
    )


@record_door(INCIDENTS, C.SEND_COPY)
def copy_close(request: SignedIn, incident: Incident, link: int) -> HttpResponse:
    """Close a copy's link before its time."""
    found = get_object_or_404(links_about(incident), pk=link)

    def do(form: Any) -> None:
        try:
            close_link(found, by=request.user, reason=form.cleaned_data["reason"])
        except AlreadyClosed as refusal:
            raise NotNow(str(refusal)) from None

    return act_page(
        request,
        incident,
        CloseLinkForm,
        do,
        title="Close the link to a copy",
        submit="Close the link",
        done="The link no longer opens.",
    )
