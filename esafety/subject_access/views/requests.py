"""Requests: the list, entering one, its clock, its end."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from esafety.access.asking import ask, sent
from esafety.access.capabilities import Capability
from esafety.access.doors import open_to, record_door
from esafety.access.refusals import NotNow
from esafety.access.requests import SignedIn
from esafety.people.models import Person
from esafety.subject_access import actions
from esafety.subject_access.access import ASKABLE, REQUESTS
from esafety.subject_access.forms import EndForm, EnterForm, ExtendForm, GoOnForm, WaitForm
from esafety.subject_access.models import AccessRequest
from esafety.subject_access.queries import A_PAGE, find, requests
from esafety.subject_access.shown import request_page
from esafety.subject_access.vocabulary import REQUEST_VIEWED

FORM = require_http_methods(["GET", "HEAD", "POST"])
ANSWER = Capability.ANSWER_REQUESTS
JOINED = ("school", "person", "entered_by")


@require_safe
@open_to(ANSWER)
def access_requests(request: SignedIn) -> HttpResponse:
    """Open requests, the first due first; closed ones."""
    standing = request.GET.get("show") != "closed"
    page = Paginator(requests(request.user, request.school, standing=standing), A_PAGE).get_page(
        request.GET.get("page")
    )
    show = "" if standing else "show=closed&"
    context = {
        "title": "Requests to see what is held",
        "rows": page,
        "standing": standing,
        "views": [
            {"label": "Open", "url": "?", "current": standing},
            {"label": "Closed", "url": "?show=closed", "current": not standing},
        ],
        "previous_url": f"?{show}page={page.number - 1}" if page.has_previous() else "",
        "next_url": f"?{show}page={page.number + 1}" if page.has_next() else "",
    }
    return render(request, "subject_access/requests.html", context)


@FORM
@open_to(ANSWER)
def access_whose(request: SignedIn) -> HttpResponse:
    """Whose data? The name travels by POST, never in an address."""
    found = find(request.school, request.POST.get("search", ""), by=request.user)
    context = {
        "title": "Whose data is it about?",
        "found": found,
        "searched": request.method == "POST",
        "back_url": reverse("access_requests"),
    }
    return render(request, "subject_access/whose.html", context, status=429 if found.too_often else 200)


@FORM
@record_door(ASKABLE, ANSWER, lookup="pk", joined=("school",))
def access_enter(request: SignedIn, person: Person) -> HttpResponse:
    """Who asks, as what, since when."""
    form = EnterForm(sent(request))
    back = reverse("access_whose")
    if form.is_bound and form.is_valid():
        try:
            made = actions.enter_request(person=person, by=request.user, **form.cleaned_data)
            return redirect(made)
        except NotNow as why:
            form.add_error(None, str(why))
    context = {
        "title": "Enter a request",
        "caption": person.full_name,
        "form": form,
        "submit_label": "Enter it",
    }
    context |= {"back_url": back, "cancel_url": reverse("access_requests")}
    return render(request, "form_page.html", context, status=422 if form.is_bound else 200)


@require_safe
@record_door(REQUESTS, ANSWER, seen=REQUEST_VIEWED, joined=JOINED)
def access_request(request: SignedIn, asked: AccessRequest) -> HttpResponse:
    """Where a request stands and what can be done."""
    return render(request, "subject_access/request.html", request_page(asked, request.user))


@require_POST
@record_door(REQUESTS, ANSWER, joined=JOINED)
def access_answer_begin(request: SignedIn, asked: AccessRequest) -> HttpResponse:
    """Begin one's answer, or go on with it."""
    try:
        return redirect(actions.begin_answer(asked=asked, by=request.user))
    except NotNow:
        return redirect(asked)


@FORM
@record_door(REQUESTS, ANSWER, seen=REQUEST_VIEWED, joined=JOINED)
def access_wait(request: SignedIn, asked: AccessRequest) -> HttpResponse:
    """Something is needed first: the clock stands still."""

    def act(given: dict[str, Any]) -> str:
        actions.wait_for(asked=asked, by=request.user, **given)
        return "The clock stands still."

    form = WaitForm(sent(request), initial={"version": asked.version})
    return _ask(request, asked, form, act, title="Wait for something", submit="Stop the clock")


@FORM
@record_door(REQUESTS, ANSWER, seen=REQUEST_VIEWED, joined=JOINED)
def access_go_on(request: SignedIn, asked: AccessRequest) -> HttpResponse:
    """It came: the clock goes on."""

    def act(given: dict[str, Any]) -> str:
        actions.go_on(asked=asked, by=request.user, **given)
        return "The clock goes on."

    form = GoOnForm(sent(request), initial={"version": asked.version})
    return _ask(request, asked, form, act, title="It came", submit="Go on")


@FORM
@record_door(REQUESTS, ANSWER, seen=REQUEST_VIEWED, joined=JOINED)
def access_extend(request: SignedIn, asked: AccessRequest) -> HttpResponse:
    """Two months more."""

    def act(given: dict[str, Any]) -> str:
        actions.extend_request(asked=asked, by=request.user, **given)
        return "There are two months more."

    form = ExtendForm(sent(request), initial={"version": asked.version})
    return _ask(request, asked, form, act, title="Take two months more", submit="Enter it")


@FORM
@record_door(REQUESTS, ANSWER, seen=REQUEST_VIEWED, joined=JOINED)
def access_end(request: SignedIn, asked: AccessRequest) -> HttpResponse:
    """Close it."""

    def act(given: dict[str, Any]) -> str:
        actions.end_request(asked=asked, by=request.user, **given)
        return "The request is closed."

    form = EndForm(sent(request), initial={"version": asked.version})
    return _ask(request, asked, form, act, title="Close the request", submit="Close it")


def _ask(request: SignedIn, asked: AccessRequest, form: Any, act: Any, **words: Any) -> HttpResponse:
    back = asked.get_absolute_url()
    return ask(request, form, act, back_url=back, caption=asked.person.full_name, **words)
