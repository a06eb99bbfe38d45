"""Files from other schools: the list, one of them, and each thing that can be done with it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from esafety.access.asking import ask, do, sent
from esafety.access.capabilities import Capability
from esafety.access.doors import open_to, record_door
from esafety.access.refusals import NotNow
from esafety.access.requests import SignedIn
from esafety.access.roles import may
from esafety.audit import note
from esafety.moving import actions
from esafety.moving.access import ARRIVALS
from esafety.moving.actions.arrival_guard import JOINED
from esafety.moving.forms_arrivals import (
    ArrivalForm,
    ConfirmForm,
    DescribeForm,
    PupilForm,
    WhyForm,
    WordsForm,
)
from esafety.moving.models import Arrival, ArrivalFile
from esafety.moving.policy.arrivals import IN_SECONDS, TRIES
from esafety.moving.queries_arrivals import A_PAGE, arrivals, may_be_about
from esafety.moving.shown_arrivals import inside_of, page_of_arrival
from esafety.moving.vocabulary import ARRIVAL_SEARCHED, ARRIVAL_VIEWED, ArrivalState
from esafety.papers.pace import is_too_fast
from esafety.papers.receiving import opening, scanner
from esafety.papers.receiving.kinds import PUPIL_FILE
from esafety.papers.uploads import permit, refusal, takes_a_file
from esafety.signin.step_up import recent_sign_in_required
from incidents.lists.sealed_words import sealed

FORM = require_http_methods(["GET", "HEAD", "POST"])
TAKE = Capability.RECEIVE_FILES
_DOOR = record_door(ARRIVALS, TAKE, seen=ARRIVAL_VIEWED, joined=JOINED)
TOO_OFTEN = "Words were tried very often from here. Wait ten minutes, then try again. The file is still here."


@require_safe
@open_to(TAKE)
def arrivals_list(request: SignedIn) -> HttpResponse:
    """Files that wait to be opened or taken in, and the others."""
    to_do = request.GET.get("show") != "done"
    page = Paginator(arrivals(request.user, request.school, to_do=to_do), A_PAGE).get_page(
        request.GET.get("page")
    )
    show = "" if to_do else "show=done&"
    context = {
        "title": "Files from other schools",
        "rows": page,
        "to_do": to_do,
        "views": [
            {"label": "To be done", "url": "?", "current": to_do},
            {"label": "Taken in, or not kept", "url": "?show=done", "current": not to_do},
        ],
        "previous_url": f"?{show}page={page.number - 1}" if page.has_previous() else "",
        "next_url": f"?{show}page={page.number + 1}" if page.has_next() else "",
    }
    return render(request, "moving/arrivals.html", context)


@FORM
@open_to(TAKE)
@takes_a_file(PUPIL_FILE)
def arrival_add(request: SignedIn) -> HttpResponse:
    """Put a file here; what comes next depends on whether it is sealed."""
    bound = request.method == "POST"
    form = ArrivalForm(
        sent(request), request.FILES if bound else None, refusal=refusal(request) if bound else ""
    )
    if bound and form.is_valid():
        made = actions.receive_file(school=request.school, sent=form.cleaned_data["file"], by=request.user)
        return redirect("arrival_open" if made.is_sealed else "arrival_describe", made.reference)
    back = reverse("arrivals")
    context = {"title": "Put a file from another school here", "form": form, "submit_label": "Put it here"}
    context |= {"back_url": back, "cancel_url": back, "has_scanner": scanner.is_set_up()}
    context["form_action"] = f"{request.path}?{urlencode({'permit': permit(request, PUPIL_FILE)})}"
    return render(request, "moving/arrival_add.html", context, status=422 if bound else 200)


@FORM
@_DOOR
def arrival(request: SignedIn, arrival: Arrival) -> HttpResponse:
    """Where a file stands, what is inside, what to do next. Words to look for are posted, and travel on sealed."""
    if request.method == "POST":
        words = sealed(_typed(request, "words"), request.user.pk)
        return redirect(f"{arrival.get_absolute_url()}?{urlencode({'words': words})}#entries")
    asked = {"words": request.GET.get("words", ""), "page": request.GET.get("page", "")}
    return render(request, "moving/arrival.html", page_of_arrival(arrival, by=request.user, **asked))


@FORM
@_DOOR
@recent_sign_in_required
def arrival_open(request: SignedIn, arrival: Arrival) -> HttpResponse:
    """Open a sealed file with its words."""

    def act(given: dict[str, Any]) -> str:
        if is_too_fast("moving.words", limit=TRIES, seconds=IN_SECONDS):
            raise NotNow(TOO_OFTEN)
        actions.open_arrival(arrival=arrival, by=request.user, **given)
        return "It is open, and every part is as it was sent. Read whose it is, then take it in."

    form = WordsForm(sent(request), initial={"version": arrival.version})
    return _ask(request, arrival, form, act, title="Open the file", submit="Open it",
                template="moving/arrival_open.html")  # fmt: skip


@FORM
@_DOOR
def arrival_describe(request: SignedIn, arrival: Arrival) -> HttpResponse:
    """Say who sent an ordinary document, and when."""

    def act(given: dict[str, Any]) -> str:
        actions.describe_arrival(arrival=arrival, by=request.user, **given)
        return "Noted. Say whose it is, then take it in."

    form = DescribeForm(sent(request), initial={"version": arrival.version})
    return _ask(request, arrival, form, act, title="Who sent this document?", submit="Save")


@FORM
@_DOOR
@recent_sign_in_required
def arrival_pupil(request: SignedIn, arrival: Arrival) -> HttpResponse:
    """Say whose file it is, and take it in. A name to look for is posted and stands in no address."""
    typed, finding = _typed(request, "search"), "find" in request.POST
    if typed:
        note(ARRIVAL_SEARCHED, by=request.user, school=arrival.school, about=arrival)
    offered = may_be_about(arrival, request.user, typed)
    chosen = None if finding else sent(request)
    form = PupilForm(chosen, offered=offered, initial={"version": arrival.version})

    def act(given: dict[str, Any]) -> str:
        actions.take_arrival_in(arrival=arrival, by=request.user, **given)
        return "It is taken in. Now tell the other school that you have it."

    return _ask(request, arrival, form, act, title="Whose file is it?", submit="Take it in",
                template="moving/arrival_pupil.html", typed=typed, finding=finding, offered=offered,
                may_add_pupil=may(request.user, Capability.MANAGE_ROLL, arrival.school_id),
                inside=inside_of(arrival))  # fmt: skip


@FORM
@_DOOR
def arrival_out(request: SignedIn, arrival: Arrival) -> HttpResponse:
    """Take it out of the record of the wrong pupil."""

    def act(given: dict[str, Any]) -> str:
        actions.take_arrival_out(arrival=arrival, by=request.user, **given)
        return "It is taken out. Take it in for the right pupil."

    form = WhyForm(sent(request), initial={"version": arrival.version})
    return _ask(request, arrival, form, act, title="It is another pupil’s file", submit="Take it out",
                intro="It leaves this pupil’s chronology and waits for the right one. Both are kept.")  # fmt: skip


@FORM
@_DOOR
def arrival_discard(request: SignedIn, arrival: Arrival) -> HttpResponse:
    """Do not keep it."""

    def act(given: dict[str, Any]) -> str:
        actions.discard_arrival(arrival=arrival, by=request.user, **given)
        return "It is not kept. What was in it is destroyed."

    form = WhyForm(sent(request), initial={"version": arrival.version})
    return _ask(request, arrival, form, act, title="Do not keep this file", submit="Destroy it here", danger=True,
                intro="For a file that is not for this school, or that came broken or twice. Tell the school that sent "
                "it first. What is in it is destroyed here; that it came, and your reason, stay.")  # fmt: skip


@FORM
@_DOOR
@recent_sign_in_required
def arrival_file(request: SignedIn, arrival: Arrival, number: int) -> HttpResponseBase:
    """Take a copy of one file that came."""
    row = _file(arrival, number)
    form = ConfirmForm(sent(request), must_confirm=bool(row.file and opening.needs_confirming(row.file)))
    context = {
        "title": "Download a file from another school",
        "caption": arrival.sender,
        "row": row,
        "form": form,
        "arrival": arrival,
    }
    context |= {
        "submit_label": "Download",
        "why_closed": opening.why_closed(row.file) if row.file else row.not_taken_why,
    }
    context |= {"back_url": arrival.get_absolute_url(), "cancel_url": arrival.get_absolute_url()}
    if form.is_bound and form.is_valid():
        try:
            return _hand_out(request, arrival, row, bool(form.cleaned_data.get("confirmed")))
        except NotNow as why:
            form.add_error(None, str(why))
    return render(request, "moving/arrival_file.html", context, status=422 if form.is_bound else 200)


def _hand_out(request: SignedIn, arrival: Arrival, row: ArrivalFile, confirmed: bool) -> HttpResponseBase:
    actions.open_arrival_file(arrival=arrival, file=row, confirmed=confirmed, by=request.user)
    assert row.file is not None
    return opening.hand_out(row.file, stem=f"from-another-school-{arrival.reference}-{row.number}")


@FORM
@_DOOR
def arrival_doubt(request: SignedIn, arrival: Arrival, number: int) -> HttpResponse:
    """Close one file for good: it may be illegal."""
    row = _file(arrival, number)
    if request.method != "POST":
        context = {
            "title": "Close a file from another school for good?",
            "caption": arrival.reference,
            "row": row,
        }
        return render(
            request, "moving/arrival_doubt.html", context | {"back_url": arrival.get_absolute_url()}
        )

    def act() -> str:
        actions.doubt_arrival_file(arrival=arrival, file=row, by=request.user)
        return "Closed. Nobody can open it any more. Tell the police that the school holds it."

    return do(request, act, back_url=arrival.get_absolute_url())


def _typed(request: SignedIn, name: str) -> str:
    return request.POST.get(name, "").replace("\x00", "")[:100]


def _file(arrival: Arrival, number: int) -> ArrivalFile:
    found: ArrivalFile | None = arrival.files.select_related("file__file").filter(number=number).first()
    if found is None or arrival.state == ArrivalState.NOT_KEPT:
        raise Http404
    return found


def _ask(request: SignedIn, arrival: Arrival, form: Any, act: Any, **words: Any) -> HttpResponse:
    words = {"caption": arrival.sender or arrival.reference, "arrival": arrival, **words}
    return ask(request, form, act, back_url=arrival.get_absolute_url(), **words)
