"""Who was involved in an incident: added, identified, withdrawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from esafety.access.capabilities import Capability as C
from esafety.access.doors import record_door
from esafety.access.refusals import NotNow, Stale
from esafety.access.requests import SignedIn
from incidents import actions
from incidents.access import INCIDENTS
from incidents.finding import look_up
from incidents.forms.incident import WithdrawForm
from incidents.forms.people import ChosenPerson, IdentifyForm, PartForm
from incidents.models import Incident, Involvement
from incidents.views.acting import act_page, next_page
from incidents.vocabulary import VIEWED

if TYPE_CHECKING:
    from collections.abc import Callable


@record_door(INCIDENTS, C.WORK)
def add_person(request: SignedIn, incident: Incident) -> HttpResponse:
    """Add somebody's part."""

    def do(form: Any) -> None:
        actions.add_person(
            incident=incident, involved=form.involved, version=form.cleaned_data["version"], by=request.user
        )

    return _search_page(request, incident, PartForm, do, title="Add a person", submit="Add this person")


@record_door(INCIDENTS, C.WORK, seen=VIEWED)
def identify(request: SignedIn, incident: Incident, part: int) -> HttpResponse:
    """Say who a typed name is."""
    row = _part(incident, part)

    def do(form: Any) -> None:
        actions.identify_person(
            row=row, person=form.chosen(), version=form.cleaned_data["version"], by=request.user
        )

    return _search_page(
        request, incident, IdentifyForm, do, title=f"Who is “{row.name}”?", submit="This is who it is"
    )


@record_door(INCIDENTS, C.WORK, seen=VIEWED)
def withdraw(request: SignedIn, incident: Incident, part: int) -> HttpResponse:
    """Withdraw somebody named by mistake."""
    row = _part(incident, part)

    def do(form: Any) -> None:
        actions.withdraw_person(row=row, by=request.user, **form.cleaned_data)

    return act_page(
        request,
        incident,
        WithdrawForm,
        do,
        title=f"Withdraw {row.who}",
        submit="Withdraw",
        done="Withdrawn. The record keeps that they were named, and why they were withdrawn.",
    )


def _part(incident: Incident, pk: int) -> Involvement:
    found = (
        Involvement.objects.standing()
        .filter(incident=incident, pk=pk)
        .select_related("incident__school", "person")
    )
    row = found.first()
    if row is None:
        raise Http404
    return row


def _search_page(
    request: SignedIn,
    incident: Incident,
    form_class: type[ChosenPerson],
    do: Callable[[Any], object],
    *,
    title: str,
    submit: str,
) -> HttpResponse:
    """A page with a search by name; "Find" only searches and keeps what was typed."""
    typed = request.POST.get("search", "")
    finding = "find" in request.POST or request.htmx
    form = form_class(request.POST or None, incident=incident, user=request.user)
    found = look_up(incident.school, typed, request.POST.getlist("people"), by=request.user)
    context: dict[str, Any] = {**found._asdict(), "legend": "Tick one person"}
    if request.htmx:
        return render(request, "components/people_results.html", context)
    context |= {"title": title, "submit_label": submit, "incident": incident, "results_url": request.path}
    context |= {"back_url": incident.get_absolute_url(), "cancel_url": incident.get_absolute_url()}
    if request.method != "POST" or finding:
        shown = form_class(initial=request.POST.dict(), incident=incident, user=request.user)
        return render(request, "incidents/person.html", context | {"form": shown})
    if not form.is_valid():
        return render(request, "incidents/person.html", context | {"form": form}, status=422)
    try:
        do(form)
    except (NotNow, Stale) as refusal:
        form.add_error(None, str(refusal))
        return render(request, "incidents/person.html", context | {"form": form}, status=409)
    messages.success(request, "Saved. The incident's routing was looked at again.")
    return redirect(next_page(incident, request))
