"""One's own answer: reading it through, keeping back, naming, giving it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from esafety.access.asking import ask, do, sent
from esafety.access.capabilities import Capability
from esafety.access.doors import record_door
from esafety.access.refusals import NotNow
from esafety.access.requests import SignedIn
from esafety.audit import note
from esafety.papers.views import show_passphrase
from esafety.signin.step_up import recent_sign_in_required
from esafety.subject_access import actions
from esafety.subject_access.access import ANSWERS
from esafety.subject_access.actions.guard import must_be_decided
from esafety.subject_access.contents import contents_of
from esafety.subject_access.forms import GivenForm, KeepBackForm, NamesForm, PressForm, SendForm
from esafety.subject_access.models import AccessAnswer
from esafety.subject_access.package import as_data
from esafety.subject_access.queries import receivers
from esafety.subject_access.shown import answer_page, names_offered
from esafety.subject_access.vocabulary import ANSWER_DATA, ANSWER_VIEWED

FORM = require_http_methods(["GET", "HEAD", "POST"])
ANSWER = Capability.ANSWER_REQUESTS
JOINED = ("request__school", "request__person", "made_by")


@require_safe
@record_door(ANSWERS, ANSWER, seen=ANSWER_VIEWED, joined=JOINED)
def access_answer(request: SignedIn, answer: AccessAnswer) -> HttpResponse:
    """What it holds, entry by entry."""
    page = answer_page(answer, request.user, request.GET.get("page"))
    return render(request, "subject_access/answer.html", page)


@FORM
@record_door(ANSWERS, ANSWER, seen=ANSWER_VIEWED, joined=JOINED)
def access_answer_keep_back(request: SignedIn, answer: AccessAnswer, key: str) -> HttpResponse:
    """Keep an entry back, or strike words out."""
    entry = next((one for one in contents_of(answer, request.user).told if one.line.key == key), None)
    if entry is None:
        raise Http404

    def act(given: dict[str, Any]) -> str:
        actions.keep_back(answer=answer, key=key, by=request.user, **given)
        return "It is kept back."

    form = KeepBackForm(sent(request), initial={"version": answer.version})
    words = {"title": "Keep something back", "submit": "Keep it back", "entry": entry}
    return _ask(request, answer, form, act, template="subject_access/keep_back.html", **words)


@require_POST
@record_door(ANSWERS, ANSWER, joined=JOINED)
def access_answer_let_go(request: SignedIn, answer: AccessAnswer, pk: int) -> HttpResponse:
    """Let something go after all."""

    def act() -> str:
        form = PressForm(request.POST)
        version = form.cleaned_data["version"] if form.is_valid() else 0
        actions.let_go(answer=answer, withheld=pk, version=version, by=request.user)
        return "It goes."

    return do(request, act, back_url=answer.get_absolute_url())


@FORM
@record_door(ANSWERS, ANSWER, seen=ANSWER_VIEWED, joined=JOINED)
def access_answer_names(request: SignedIn, answer: AccessAnswer) -> HttpResponse:
    """Whose names may stand."""
    offered = names_offered(answer, request.user)

    def act(given: dict[str, Any]) -> str:
        actions.choose_names(answer=answer, by=request.user, **given)
        return "Whose names stand is chosen."

    initial = {"version": answer.version, "stand": answer.clear_names}
    form = NamesForm(sent(request), offered=offered, initial=initial)
    return _ask(request, answer, form, act, title="Names of others", submit="Save")


@require_POST
@record_door(ANSWERS, ANSWER, joined=JOINED)
@recent_sign_in_required
def access_answer_print(request: SignedIn, answer: AccessAnswer) -> HttpResponse:
    """Have it made on paper."""
    try:
        return redirect("papers:paper", actions.print_answer(answer=answer, by=request.user).reference)
    except NotNow as why:
        messages.error(request, str(why))
        return redirect(answer)


@FORM
@record_door(ANSWERS, ANSWER, seen=ANSWER_VIEWED, joined=JOINED)
@recent_sign_in_required
def access_answer_send(request: SignedIn, answer: AccessAnswer) -> HttpResponse:
    """Send it by a link; the words for the telephone are shown once."""
    found = receivers(answer.request)
    form = SendForm(sent(request), receivers=found, initial={"version": answer.version})
    if form.is_bound and form.is_valid():
        try:
            made = actions.send_answer(answer=answer, by=request.user, **form.cleaned_data)
            return show_passphrase(request, made, answer.get_absolute_url())
        except NotNow as why:
            form.add_error(None, str(why))
    back = answer.get_absolute_url()
    context = {"title": "Send the answer", "caption": answer.request.person.full_name, "form": form}
    context |= {"submit_label": "Send it", "back_url": back, "cancel_url": back, "nobody": not found.exists()}
    return render(request, "subject_access/send.html", context, status=422 if form.is_bound else 200)


@FORM
@record_door(ANSWERS, ANSWER, seen=ANSWER_VIEWED, joined=JOINED)
def access_answer_given(request: SignedIn, answer: AccessAnswer) -> HttpResponse:
    """Enter that they have it."""

    def act(given: dict[str, Any]) -> str:
        actions.give_answer(answer=answer, by=request.user, **given)
        return (
            "The answer is entered as given. Close the request when everybody who answers has given theirs."
        )

    initial = {"version": answer.version, "to": answer.request.asked_by}
    form = GivenForm(sent(request), initial=initial)
    return _ask(request, answer, form, act, title="Enter that it was given", submit="Enter it")


@require_safe
@record_door(ANSWERS, ANSWER, joined=JOINED)
@recent_sign_in_required
def access_answer_data(request: SignedIn, answer: AccessAnswer) -> HttpResponse:
    """The same for a machine, entered in the trail before its first byte leaves; not once it was given, nor while a
    file waits."""
    if not answer.is_open:
        return redirect(answer)
    try:
        must_be_decided(answer, request.user)
    except NotNow as why:
        messages.error(request, str(why))
        return redirect(answer)
    content = as_data(answer, request.user)
    note(ANSWER_DATA, by=request.user, school=answer.school, about=answer)
    name = f"what-is-held-{answer.reference}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type="application/json", headers=headers)


def _ask(request: SignedIn, answer: AccessAnswer, form: Any, act: Any, **words: Any) -> HttpResponse:
    back = answer.get_absolute_url()
    return ask(request, form, act, back_url=back, caption=answer.request.person.full_name, **words)
