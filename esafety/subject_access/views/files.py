"""The kept files of one's own answer: the list, one to decide about, opening it, the pack for giving by hand."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from esafety.access.asking import ask, do, sent
from esafety.access.capabilities import Capability
from esafety.access.doors import record_door
from esafety.access.refusals import NotNow
from esafety.access.requests import SignedIn
from esafety.papers import cabinet
from esafety.papers.receiving import opening
from esafety.papers.views import UNREADABLE, attached
from esafety.signin.step_up import recent_sign_in_required
from esafety.subject_access import actions
from esafety.subject_access.access import ANSWERS
from esafety.subject_access.contents import contents_of
from esafety.subject_access.files import File
from esafety.subject_access.forms import FileForm, OpenFileForm, PressForm
from esafety.subject_access.models import AccessAnswer
from esafety.subject_access.shown import doubt_url, files_page
from esafety.subject_access.vocabulary import ANSWER_VIEWED
from incidents.models import EvidenceItem

FORM = require_http_methods(["GET", "HEAD", "POST"])
ANSWER = Capability.ANSWER_REQUESTS
JOINED = ("request__school", "request__person", "made_by")


@require_safe
@record_door(ANSWERS, ANSWER, seen=ANSWER_VIEWED, joined=JOINED)
def access_answer_files(request: SignedIn, answer: AccessAnswer) -> HttpResponse:
    """Every file, and what becomes of it."""
    page = files_page(answer, request.user, request.GET.get("page"))
    return render(request, "subject_access/files.html", page)


@FORM
@record_door(ANSWERS, ANSWER, seen=ANSWER_VIEWED, joined=JOINED)
def access_answer_file(request: SignedIn, answer: AccessAnswer, pk: int) -> HttpResponse:
    """Give one file, or hold it back."""
    found = _found(answer, request, pk)

    def act(given: dict[str, Any]) -> str:
        made = actions.decide_file(answer=answer, file=pk, by=request.user, **given)
        return f"{made.get_outcome_display()}."

    initial = {"version": answer.version}
    if found.decision:
        initial |= {name: getattr(found.decision, name) for name in ("outcome", "exemption", "why")}
    form = FileForm(sent(request), unchecked=found.unchecked, initial=initial)
    return ask(
        request,
        form,
        act,
        title="Decide about a file",
        submit="Save",
        back_url=_list(answer),
        template="subject_access/file.html",
        caption=answer.request.person.full_name,
        file=found,
        answer=answer,
        doubt_url=doubt_url(found),
    )


@FORM
@record_door(ANSWERS, ANSWER, seen=ANSWER_VIEWED, joined=JOINED)
@recent_sign_in_required
def access_answer_file_open(request: SignedIn, answer: AccessAnswer, pk: int) -> HttpResponseBase:
    """Take a copy of one file, to look through it or to hand it over."""
    found = _found(answer, request, pk)
    form = OpenFileForm(
        sent(request), says_why=isinstance(found.row, EvidenceItem), unchecked=found.unchecked
    )
    if form.is_bound and form.is_valid():
        try:
            return _hand_out(request, answer, found, form.cleaned_data)
        except NotNow as why:
            form.add_error(None, str(why))
    back = reverse("access_answer_file", args=[answer.reference, pk])
    context = {
        "title": "Download a file of the answer",
        "caption": answer.request.person.full_name,
        "form": form,
    }
    context |= {
        "file": found,
        "answer": answer,
        "submit_label": "Download",
        "back_url": back,
        "cancel_url": back,
    }
    return render(request, "subject_access/file_open.html", context, status=422 if form.is_bound else 200)


@require_POST
@record_door(ANSWERS, ANSWER, joined=JOINED)
def access_answer_file_undecide(request: SignedIn, answer: AccessAnswer, pk: int) -> HttpResponse:
    """Take back what was decided."""

    def act() -> str:
        form = PressForm(request.POST)
        version = form.cleaned_data["version"] if form.is_valid() else 0
        actions.undecide_file(answer=answer, file=pk, version=version, by=request.user)
        return "It goes nowhere until you decide about it."

    return do(request, act, back_url=_list(answer))


@require_POST
@record_door(ANSWERS, ANSWER, joined=JOINED)
@recent_sign_in_required
def access_answer_pack(request: SignedIn, answer: AccessAnswer) -> HttpResponse:
    """Have everything packed into one ZIP, to be given by hand."""
    try:
        return redirect("papers:paper", actions.pack_answer(answer=answer, by=request.user).reference)
    except NotNow as why:
        messages.error(request, str(why))
        return redirect(answer)


def _hand_out(request: SignedIn, answer: AccessAnswer, file: File, given: dict[str, Any]) -> HttpResponseBase:
    handed = _handed(file, f"what-is-held-{answer.reference}-{file.name.partition('.')[0]}")
    actions.open_file(
        answer=answer,
        file=file.stored.pk,
        reason=given.get("reason", ""),
        confirmed=bool(given.get("confirmed")),
        by=request.user,
    )
    return handed


def _handed(file: File, stem: str) -> HttpResponseBase:
    if file.received:
        return opening.hand_out(file.received, stem=stem)
    try:
        return attached(cabinet.read(file.stored), file.stored, stem)
    except UNREADABLE as error:
        raise NotNow("This file cannot be opened: it is damaged or not in its place.") from error


def _found(answer: AccessAnswer, request: SignedIn, pk: int) -> File:
    files = contents_of(answer, request.user).files
    found = next((one for one in files if one.stored.pk == pk), None)
    if found is None:
        raise Http404
    return found


def _list(answer: AccessAnswer) -> str:
    return reverse("access_answer_files", args=[answer.reference])
