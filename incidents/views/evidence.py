"""Evidence: the list, the gate, a file, a note, one piece at a time."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from esafety.access.asking import ask, do, sent
from esafety.access.capabilities import Capability as C
from esafety.access.doors import record_door
from esafety.access.refusals import NotNow
from esafety.access.requests import SignedIn
from esafety.access.roles import roles_in
from esafety.papers.actions import allow_upload
from esafety.papers.receiving import opening, scanner
from esafety.papers.receiving.kinds import EVIDENCE
from esafety.papers.receiving.vocabulary import Answer
from esafety.papers.uploads import SealedUpload, refusal, takes_a_file
from esafety.signin.step_up import recent_sign_in_required
from incidents import actions
from incidents.access import INCIDENTS
from incidents.forms.evidence import (
    EvidenceFileForm,
    EvidenceGateForm,
    NoteEvidenceForm,
    NoteIllegalForm,
    OpenEvidenceForm,
)
from incidents.models import EvidenceItem, Incident
from incidents.policy.viewing import PRESET_YES, VIEWERS
from incidents.record.evidence import evidence_of
from incidents.vocabulary import VIEWED, Audience, Standing
from incidents.vocabulary.evidence import EvidenceKind


@record_door(INCIDENTS, C.WORK, seen=VIEWED, joined=("school",))
def evidence(request: SignedIn, incident: Incident) -> HttpResponse:
    """Everything there is, as a list: no file is shown."""
    context = {"title": "Evidence", "caption": incident.reference, "incident": incident}
    context |= {"rows": evidence_of(incident), "back_url": incident.get_absolute_url()}
    return render(request, "incidents/evidence.html", context | {"has_scanner": scanner.is_set_up()})


@record_door(INCIDENTS, C.WORK)
def evidence_note(request: SignedIn, incident: Incident) -> HttpResponse:
    """Note where a thing is kept."""

    def act(given: dict[str, Any]) -> str:
        actions.note_evidence(incident=incident, by=request.user, **given)
        return "Noted."

    form = NoteEvidenceForm(sent(request))
    return ask(request, form, act, title="Note evidence", submit="Save", back_url=_list(incident),
               caption=incident.reference)  # fmt: skip


@record_door(INCIDENTS, C.WORK)
def evidence_illegal(request: SignedIn, incident: Incident) -> HttpResponse:
    """Note that something exists which may be illegal: never the thing."""

    def act(given: dict[str, Any]) -> str:
        actions.note_evidence(incident=incident, kind=EvidenceKind.ILLEGAL, by=request.user, **given)
        return "Noted. Nothing of it is kept here."

    form = NoteIllegalForm(sent(request))
    return ask(request, form, act, title="Do not send it. Note that it exists", submit="Save the note",
               back_url=_list(incident), template="incidents/evidence_illegal.html",
               caption=incident.reference)  # fmt: skip


@record_door(INCIDENTS, C.WORK)
def evidence_gate(request: SignedIn, incident: Incident) -> HttpResponse:
    """The question before any field for a file."""
    preset = incident.tags.filter(type__in=PRESET_YES).exists()
    if preset and not VIEWERS & set(roles_in(request.user, incident.school_id)):
        return redirect("incident_evidence_illegal", incident.reference)
    form = EvidenceGateForm(sent(request), preset=preset)
    if form.is_clear:
        if preset:
            _say_why(request, incident, form.cleaned_data["reason"])
        token = allow_upload(accepts=EVIDENCE, about=incident, by=request.user)
        address = reverse("incident_evidence_file", args=[incident.reference])
        return redirect(f"{address}?{urlencode({'permit': token})}")
    if form.is_bound and form.is_valid():
        actions.stop_at_gate(
            incident=incident, answer=Answer(form.cleaned_data["could_be_illegal"]), by=request.user
        )
        return redirect("incident_evidence_illegal", incident.reference)
    context = {"title": "Before you send a file", "form": form, "caption": incident.reference}
    context |= {"back_url": _list(incident), "cancel_url": _list(incident)}
    return render(request, "form_page.html", context, status=422 if form.is_bound else 200)


def _say_why(request: SignedIn, incident: Incident, reason: str) -> None:
    """A safeguarding lead has answered otherwise than the kind of incident does: that stays on the record."""
    text = f"A file was let through the gate, since it cannot be of that kind: {reason}"
    standing, audience = Standing.OPINION, Audience.LEADS
    actions.add_note(incident=incident, text=text, standing=standing, audience=audience, by=request.user)


@record_door(INCIDENTS, C.WORK)
@takes_a_file(EVIDENCE, once=True)
def evidence_file(request: SignedIn, incident: Incident) -> HttpResponse:
    """Send one file. Without a permit there is no form."""
    if not request.GET.get("permit"):
        return redirect("incident_evidence_gate", incident.reference)
    bound = request.method == "POST"
    refused = refusal(request) if bound else ""
    form = EvidenceFileForm(
        request.POST if bound else None, request.FILES if bound else None, refusal=refused
    )
    if bound and form.is_valid() and isinstance(form.cleaned_data["file"], SealedUpload):
        try:
            _file(request, incident, form.cleaned_data)
        except NotNow as why:
            form.add_error(None, str(why))
        else:
            return redirect(_list(incident))
    context = {"title": "Send a file", "form": form, "caption": incident.reference, "submit_label": "Send"}
    context |= {"form_action": request.get_full_path(), "has_scanner": scanner.is_set_up()}
    context |= {"back_url": _list(incident), "cancel_url": _list(incident)}
    return render(request, "incidents/evidence_file.html", context, status=422 if bound else 200)


def _file(request: SignedIn, incident: Incident, given: dict[str, Any]) -> None:
    actions.file_evidence(
        incident=incident, sent=given["file"], description=given["description"], by=request.user
    )


@record_door(INCIDENTS, C.WORK, seen=VIEWED)
@recent_sign_in_required
def evidence_open(request: SignedIn, incident: Incident, key: str) -> HttpResponseBase:
    """Download one file, with a reason."""
    item = _item(incident, key)
    if item.file is None:
        raise Http404
    form = OpenEvidenceForm(sent(request), must_confirm=opening.needs_confirming(item.file))
    context = {"title": "Download a file", "caption": incident.reference, "item": item, "form": form}
    context |= {"submit_label": "Download", "cancel_url": _list(incident), "back_url": _list(incident)}
    context |= {
        "why_closed": opening.why_closed(item.file),
        "openings": item.openings.select_related("by")[:50],
    }
    if form.is_bound and form.is_valid():
        try:
            return _hand_out(request, item, form.cleaned_data)
        except NotNow as why:
            form.add_error(None, str(why))
    return render(request, "incidents/evidence_open.html", context, status=422 if form.is_bound else 200)


def _hand_out(request: SignedIn, item: EvidenceItem, given: dict[str, Any]) -> HttpResponseBase:
    assert item.file is not None
    answer = opening.hand_out(item.file, stem=f"evidence-{item.incident.reference}-{item.file.reference}")
    confirmed = bool(given.get("confirmed"))
    actions.open_evidence(item=item, reason=given["reason"], confirmed=confirmed, by=request.user)
    return answer


@record_door(INCIDENTS, C.WORK, seen=VIEWED)
def evidence_doubt(request: SignedIn, incident: Incident, key: str) -> HttpResponse:
    """Close a file for good: it may be illegal."""
    item = _item(incident, key)
    if request.method != "POST":
        context = {"title": "Close this file for good?", "caption": incident.reference, "item": item}
        return render(request, "incidents/evidence_doubt.html", context | {"back_url": _list(incident)})

    def act() -> str:
        actions.doubt_evidence(item=item, by=request.user)
        return "Closed. Nobody can open it any more. Tell the police that the school holds it."

    return do(request, act, back_url=_list(incident))


def _item(incident: Incident, key: str) -> EvidenceItem:
    found = incident.evidence.select_related("incident__school", "file__file").filter(key=key).first()
    if found is None:
        raise Http404
    return found


def _list(incident: Incident) -> str:
    return reverse("incident_evidence", args=[incident.reference])
