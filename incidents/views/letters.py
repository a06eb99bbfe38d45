"""Letters of an incident: written, read over, approved by another, sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from esafety.access.asking import ask, sent
from esafety.access.capabilities import Capability as C
from esafety.access.doors import record_door
from esafety.access.refusals import NotNow, Stale
from esafety.access.requests import SignedIn
from esafety.audit import note
from esafety.papers import cabinet
from esafety.papers.views import UNREADABLE, show_passphrase
from esafety.signin.step_up import recent_sign_in_required
from incidents import actions
from incidents.access import INCIDENTS
from incidents.forms.letters import LetterForm, PressForm, SendBackForm, SentForm, WriteForm
from incidents.letters.receivers import receivers
from incidents.letters.second import has_a_second
from incidents.models import Incident, Letter
from incidents.policy.letters import needs_second
from incidents.views.renewing import overtaken
from incidents.vocabulary import VIEWED, Lane
from incidents.vocabulary.letters import LETTER_READ, LetterKind, LetterState

TONES = {
    LetterState.DRAFT: "grey",
    LetterState.WAITING: "yellow",
    LetterState.APPROVED: "blue",
    LetterState.SENT: "green",
}


@require_safe
@record_door(INCIDENTS, C.WORK, seen=VIEWED)
def letters(request: SignedIn, incident: Incident) -> HttpResponse:
    """Every letter, and the kinds there are."""
    found = incident.letters.select_related("written_by", "approved_by", "child")
    rows = [{"letter": one, "tone": TONES[LetterState(one.state)]} for one in found]
    lane = Lane(incident.lane)
    kinds = [{"kind": kind, "second": needs_second(kind, lane)} for kind in LetterKind]
    context: dict[str, Any] = {
        "title": "Letters",
        "caption": incident.reference,
        "incident": incident,
        "rows": rows,
        "kinds": kinds,
        "all_second": all(one["second"] for one in kinds),
    }
    return render(request, "incidents/letters.html", context | {"back_url": incident.get_absolute_url()})


@record_door(INCIDENTS, C.WORK, joined=("school",))
def letter_write(request: SignedIn, incident: Incident, kind: str) -> HttpResponse:
    """Write a letter of one kind."""
    if kind not in LetterKind.values:
        raise Http404
    which = LetterKind(kind)
    form = WriteForm(sent(request), kind=which, receivers=receivers(incident, which))
    if form.is_bound and form.is_valid():
        try:
            made = actions.write_letter(
                incident=incident, kind=which, to=form.receiver, address=form.cleaned_data["address"],
                words=form.words, by=request.user,
            )  # fmt: skip
        except NotNow as why:
            form.add_error(None, str(why))
        else:
            return redirect("incident_letter", incident.reference, made.reference)
    context: dict[str, Any] = {
        "title": which.label,
        "form": form,
        "submit_label": "Write the letter",
        "caption": incident.reference,
    }
    context |= {"back_url": _list(incident), "cancel_url": _list(incident)}
    return render(request, "incidents/letter_write.html", context, status=422 if form.is_bound else 200)


@require_safe
@record_door(INCIDENTS, C.WORK, seen=VIEWED)
def letter(request: SignedIn, incident: Incident, letter: str) -> HttpResponse:
    """A letter as it will be read, and what can be done with it now."""
    found = _letter(incident, letter)
    pdf = getattr(found, "pdf", None)
    context: dict[str, Any] = {
        "title": found.subject,
        "caption": f"{incident.reference} · {found.get_kind_display()}",
    }
    context |= {"letter": found, "incident": incident, "tone": TONES[LetterState(found.state)]}
    if found.second_needed and found.state == LetterState.DRAFT:
        context["alone"] = not has_a_second(found)
    context |= {"pdf_ready": pdf is not None and pdf.file_id, "mine": found.written_by_id == request.user.pk}
    return render(request, "incidents/letter.html", context | {"back_url": _list(incident)})


@record_door(INCIDENTS, C.WORK, seen=VIEWED)
def letter_change(request: SignedIn, incident: Incident, letter: str) -> HttpResponse:
    """Change the words of a draft."""
    found = _letter(incident, letter)
    form = LetterForm(sent(request), letter=found)
    return _ask(request, found, form, "Change the letter", "Save", "Saved.",
                lambda given: actions.change_letter(letter=found, by=request.user, **given))  # fmt: skip


@require_POST
@record_door(INCIDENTS, C.WORK)
def letter_finish(request: SignedIn, incident: Incident, letter: str) -> HttpResponse:
    """Say that it is as it should be."""
    found = _letter(incident, letter)
    done = (
        "Finished. Somebody else who works on it approves it."
        if found.second_needed and has_a_second(found)
        else "Finished: ready to send."
    )
    return _press(request, found, done, actions.finish_letter)


@require_POST
@record_door(INCIDENTS, C.WORK)
def letter_approve(request: SignedIn, incident: Incident, letter: str) -> HttpResponse:
    """Approve somebody else's."""
    return _press(request, _letter(incident, letter), "Approved: ready to send.", actions.approve_letter)


@record_door(INCIDENTS, C.WORK, seen=VIEWED)
def letter_back(request: SignedIn, incident: Incident, letter: str) -> HttpResponse:
    """Send it back to its writer."""
    found = _letter(incident, letter)
    form = SendBackForm(sent(request), initial={"version": found.version})
    return _ask(request, found, form, "Send it back", "Send it back", "Sent back to its writer.",
                lambda given: actions.send_letter_back(letter=found, by=request.user, **given))  # fmt: skip


@record_door(INCIDENTS, C.WORK, seen=VIEWED)
def letter_sent(request: SignedIn, incident: Incident, letter: str) -> HttpResponse:
    """Record that it left by post or by hand."""
    found = _letter(incident, letter)
    form = SentForm(sent(request), initial={"version": found.version})
    return _ask(request, found, form, "Record that it was sent", "Save", "Recorded.",
                lambda given: actions.record_letter_sent(letter=found, by=request.user, **given))  # fmt: skip


@record_door(INCIDENTS, C.WORK, seen=VIEWED)
@recent_sign_in_required
def letter_link(request: SignedIn, incident: Incident, letter: str) -> HttpResponse:
    """Send it by a link that opens with words told by telephone."""
    found = _letter(incident, letter)
    form = PressForm(sent(request), initial={"version": found.version})
    context: dict[str, Any] = {
        "title": "Send by link",
        "form": form,
        "submit_label": "Send the link",
        "letter": found,
    }
    context |= {"caption": found.subject, "back_url": _page(found), "cancel_url": _page(found)}
    if form.is_bound and form.is_valid():
        try:
            given = actions.send_letter_by_link(
                letter=found, version=form.cleaned_data["version"], by=request.user
            )
        except (NotNow, Stale) as why:
            form.add_error(None, str(why))
        else:
            return show_passphrase(request, given, _page(found))
    return render(request, "incidents/letter_link.html", context, status=422 if form.is_bound else 200)


@require_safe
@record_door(INCIDENTS, C.WORK)
def letter_pdf(request: SignedIn, incident: Incident, letter: str) -> HttpResponseBase:
    """The kept PDF, entered in the trail before its first byte leaves."""
    found = _letter(incident, letter)
    kept = getattr(getattr(found, "pdf", None), "file", None)
    if kept is None:
        raise Http404
    try:
        content = cabinet.read(kept)
    except UNREADABLE:
        return render(request, "papers/broken.html", {"title": "This document cannot be opened"}, status=500)
    note(
        LETTER_READ,
        by=request.user,
        school=incident.school,
        about=incident,
        detail={"letter": found.reference},
    )
    response = StreamingHttpResponse(content, content_type="application/pdf")
    response["Content-Length"] = kept.size
    name = f"letter-{found.reference}.pdf"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "no-store"
    return response


def _ask(
    request: SignedIn,
    found: Letter,
    form: Any,
    title: str,
    submit: str,
    done: str,
    do: Callable[[Any], object],
) -> HttpResponse:
    def act(given: dict[str, Any]) -> str:
        try:
            do(given)
        except Stale as stale:
            raise overtaken(form, stale) from stale
        return done

    back = _page(found)
    return ask(request, form, act, title=title, submit=submit, back_url=back, caption=found.subject)


def _press(request: SignedIn, found: Letter, done: str, do: Callable[..., object]) -> HttpResponse:
    form = PressForm(request.POST)
    try:
        if not form.is_valid():
            raise NotNow("Open the letter again and press once more.")
        do(letter=found, version=form.cleaned_data["version"], by=request.user)
        messages.success(request, done)
    except (NotNow, Stale) as why:
        messages.error(request, str(why))
    return redirect(_page(found))


def _letter(incident: Incident, reference: str) -> Letter:
    joined = (
        "incident__school",
        "person",
        "contact",
        "child",
        "written_by",
        "approved_by",
        "sent_by",
        "pdf__file",
        "link",
    )
    found = incident.letters.select_related(*joined).filter(reference=reference).first()
    if found is None:
        raise Http404
    return found


def _page(letter: Letter) -> str:
    return reverse("incident_letter", args=[letter.incident.reference, letter.reference])


def _list(incident: Incident) -> str:
    return reverse("incident_letters", args=[incident.reference])
