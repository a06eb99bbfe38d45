"""Looking into somebody's activity: asked, authorised in writing, carried out by two."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from esafety.access.asking import ask, sent
from esafety.access.capabilities import Capability as C
from esafety.access.doors import open_to, record_door
from esafety.access.requests import SignedIn
from esafety.papers.actions import want
from esafety.signin.step_up import recent_sign_in_required
from filtering import actions
from filtering.access import LOOKS
from filtering.actions.looks import Look
from filtering.forms.deciding import DecideLookForm, LookDoneForm, LookForm
from filtering.models import Authorisation
from filtering.papers import AUTHORISATION
from filtering.queries import looks as lists
from filtering.views.acting import ask_with_version
from filtering.vocabulary import LOOK_SEEN

FORM = require_http_methods(["GET", "HEAD", "POST"])
JOINED = ("school", "concerns", "technician", "second_person", "asked_by", "decided_by")


@require_safe
@open_to(C.SEE_LOOKS)
def looks(request: SignedIn) -> HttpResponse:
    """Those that the reader asked, decides or carries out."""
    context = {
        "title": "Looking into activity",
        "back_url": reverse("filtering"),
        "back_label": "Filtering",
        "looks": lists.looks(request.school, request.user),
        "may_ask": lists.may_ask(request.school, request.user),
    }
    return render(request, "filtering/looks.html", context)


@FORM
@open_to(C.ASK_LOOKS)
def look_whose(request: SignedIn) -> HttpResponse:
    """Whose activity? The name travels by POST, never in an address."""
    found = lists.find(request.school, request.POST.get("search", ""), by=request.user)
    context = {
        "title": "Ask to look into activity",
        "found": found,
        "searched": request.method == "POST",
        "back_url": reverse("filtering_looks"),
    }
    return render(request, "filtering/look_whose.html", context, status=429 if found.too_often else 200)


@FORM
@open_to(C.ASK_LOOKS)
def look_ask(request: SignedIn, person: int) -> HttpResponse:
    """For what, where, which days, by whom, with whom."""
    who = lists.findable(request.school, request.user).filter(pk=person).first()
    if who is None:
        raise Http404

    def act(told: dict[str, Any]) -> str:
        actions.ask_for_look(school=request.school, concerns=who, look=Look(**told), by=request.user)
        return "Sent to whoever decides it."

    form = LookForm(
        sent(request),
        technicians=lists.technicians(request.school),
        present=lists.present(request.school),
    )
    title = f"Look into the activity of {who.full_name}"
    return ask(
        request,
        form,
        act,
        title=title,
        submit="Send",
        back_url=reverse("filtering_looks"),
        caption=who.particulars,
    )


@require_safe
@record_door(LOOKS, C.SEE_LOOKS, seen=LOOK_SEEN, joined=JOINED)
def look(request: SignedIn, look: Authorisation) -> HttpResponse:
    """The authorisation, as the technician keeps it."""
    context = {
        "title": "Authorisation to look into activity",
        "caption": look.reference,
        "back_url": reverse("filtering_looks"),
        "back_label": "Looking into activity",
        "look": look,
        "page": lists.page_of(look, request.user),
        "rule": lists.RULE,
    }
    return render(request, "filtering/look.html", context)


@require_POST
@record_door(LOOKS, C.SEE_LOOKS, seen=LOOK_SEEN, joined=JOINED)
def look_print(request: SignedIn, look: Authorisation) -> HttpResponse:
    """The authorisation as a document: in writing, as the technician takes it along."""
    return redirect("papers:paper", want(AUTHORISATION, about=look, by=request.user).reference)


@FORM
@record_door(LOOKS, C.DECIDE_LOOKS, seen=LOOK_SEEN, joined=JOINED)
@recent_sign_in_required
def look_authorise(request: SignedIn, look: Authorisation) -> HttpResponse:
    """Authorise it in writing."""
    return _decide(
        request, look, actions.authorise_look, "Authorise the look", "Authorised. The technician is told."
    )


@FORM
@record_door(LOOKS, C.DECIDE_LOOKS, seen=LOOK_SEEN, joined=JOINED)
def look_decline(request: SignedIn, look: Authorisation) -> HttpResponse:
    """Decline it."""
    return _decide(
        request, look, actions.decline_look, "Decline the look", "Declined. Whoever asked is told."
    )


def _decide(request: SignedIn, look: Authorisation, verb: Any, label: str, said: str) -> HttpResponse:
    def act(told: dict[str, Any]) -> str:
        verb(look=look, reason=told["reason"], version=told["version"], by=request.user)
        return said

    form = partial(DecideLookForm, initial={"version": look.version})
    url, facts = look.get_absolute_url(), lists.facts_of(look)
    return ask_with_version(
        request, form, act, title=label, submit=label, back_url=url, look=look, facts=facts
    )


@FORM
@record_door(LOOKS, C.RUN_FILTERING, seen=LOOK_SEEN, joined=JOINED)
def look_done(request: SignedIn, look: Authorisation) -> HttpResponse:
    """It was carried out, with the second person present."""

    def act(told: dict[str, Any]) -> str:
        told.pop("present")
        actions.carry_out_look(look=look, by=request.user, **told)
        return "Entered as carried out."

    form = partial(LookDoneForm, initial={"version": look.version, "done_on": timezone.localdate()})
    url = look.get_absolute_url()
    return ask_with_version(
        request, form, act, title="It was carried out", submit="Save", back_url=url, look=look
    )
