"""Reviews by two people, the investigation's computer, decisions about viewing, searches."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from esafety.access.asking import ask, do, sent
from esafety.access.capabilities import Capability as C
from esafety.access.doors import record_door
from esafety.access.requests import SignedIn
from incidents import actions
from incidents.access import INCIDENTS
from incidents.forms.reviews import ComputerForm, ReviewForm, SearchForm, ViewingForm
from incidents.models import Incident
from incidents.record.reviews import reviews_of
from incidents.vocabulary import VIEWED


@require_safe
@record_door(INCIDENTS, C.WORK, seen=VIEWED)
def reviews(request: SignedIn, incident: Incident) -> HttpResponse:
    """What was looked through, decided and searched."""
    context = {"title": "Reviews, viewing and searches", "caption": incident.reference, "incident": incident}
    context |= {"back_url": incident.get_absolute_url(), "me": request.user}
    return render(request, "incidents/reviews.html", context | reviews_of(incident))


@record_door(INCIDENTS, C.WORK)
def review_computer(request: SignedIn, incident: Incident) -> HttpResponse:
    """Name the investigation's computer."""

    def act(given: dict[str, Any]) -> str:
        actions.name_computer(incident=incident, by=request.user, **given)
        return "Named. Use this computer throughout."

    return _ask(
        request, incident, ComputerForm(sent(request)), act, "Name the computer for the investigation"
    )


@record_door(INCIDENTS, C.WORK, seen=VIEWED)
def review_add(request: SignedIn, incident: Incident) -> HttpResponse:
    """Record what two people looked through."""
    named = incident.computers.first()
    form = ReviewForm(
        sent(request), incident=incident, user=request.user, initial={"computer": str(named) if named else ""}
    )

    def act(given: dict[str, Any]) -> str:
        said = form.said()
        actions.record_review(incident=incident, reviewed_at=form.at, by=request.user, **said)
        return f"Recorded. {said['second']} signs it with their own account."

    return _ask(request, incident, form, act, "Record a review")


@require_POST
@record_door(INCIDENTS, C.WORK)
def review_sign(request: SignedIn, incident: Incident, pk: int) -> HttpResponse:
    """Sign as the second person."""
    review = incident.reviews.select_related("incident__school").filter(pk=pk).first()
    if review is None:
        raise Http404

    def act() -> str:
        actions.sign_review(review=review, by=request.user)
        return "Signed."

    return do(request, act, back_url=_list(incident))


@record_door(INCIDENTS, C.WORK)
def viewing(request: SignedIn, incident: Incident) -> HttpResponse:
    """Record a decision about viewing."""
    form = ViewingForm(sent(request))

    def act(given: dict[str, Any]) -> str:
        actions.decide_viewing(incident=incident, at=form.at, by=request.user, **form.said())
        return "Recorded."

    return _ask(request, incident, form, act, "Record a decision about viewing")


@record_door(INCIDENTS, C.WORK)
def search_add(request: SignedIn, incident: Incident) -> HttpResponse:
    """Record a search."""
    form = SearchForm(sent(request))

    def act(given: dict[str, Any]) -> str:
        actions.record_search(incident=incident, at=form.at, by=request.user, **form.said())
        return "Recorded."

    return _ask(request, incident, form, act, "Record a search")


def _ask(request: SignedIn, incident: Incident, form: Any, act: Any, title: str) -> HttpResponse:
    back, caption = _list(incident), incident.reference
    return ask(request, form, act, title=title, submit="Save", back_url=back, caption=caption)


def _list(incident: Incident) -> str:
    return reverse("incident_reviews", args=[incident.reference])
