"""One incident: its page and the acts on it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from esafety.access.capabilities import Capability as C
from esafety.access.doors import record_door
from esafety.access.refusals import NotNow, Stale
from esafety.access.requests import SignedIn
from esafety.audit import note
from esafety.outbox.queries import messages_about
from esafety.people.words import in_our_words
from incidents import actions
from incidents.access import INCIDENTS
from incidents.forms import incident as forms
from incidents.lists.listing import neighbours_for
from incidents.models import Incident, IncidentInvitation
from incidents.record.lacks import lacks, worth_adding
from incidents.record.page import incident_page
from incidents.record.trail import trail_page
from incidents.views.acting import act_page
from incidents.vocabulary import TRAIL_READ, VIEWED


@require_safe
@record_door(INCIDENTS, C.SEE_INCIDENTS, seen=VIEWED, joined=("school", "reported_by", "assigned_to"))
def incident(request: SignedIn, incident: Incident) -> HttpResponse:
    """The page of one incident."""
    shown = incident_page(incident, request.user, before=request.GET.get("before", ""))
    may = {one.value: INCIDENTS.allows(request.user, one, incident) for one in C}
    context = {"title": incident.reference, "caption": incident.get_primary_type_display(), "may": may}
    return render(request, "incidents/incident.html", shown | context | neighbours_for(request, incident))


@require_safe
@record_door(INCIDENTS, C.SEE_TRAIL)
def trail(request: SignedIn, incident: Incident) -> HttpResponse:
    """Who has looked at it, who did what, who was told."""
    note(TRAIL_READ, by=request.user, school=incident.school, about=incident)
    every = request.GET.get("every") == "1"
    shown = trail_page(incident, every=every, before=request.GET.get("before", ""))
    context = {
        "title": "Who has looked, and who was told",
        "caption": incident.reference,
        "back_url": incident.get_absolute_url(),
        "told": messages_about(incident),
    }
    return render(request, "incidents/trail.html", shown | context)


@record_door(INCIDENTS, C.TRIAGE)
def triage(request: SignedIn, incident: Incident) -> HttpResponse:
    """Decide what a new concern is."""

    def do(form: Any) -> None:
        actions.triage(incident=incident, by=request.user, **form.cleaned_data)

    return act_page(
        request, incident, forms.TriageForm, do, title="Triage", submit="Save decision", done="Triaged."
    )


@record_door(INCIDENTS, C.CLOSE)
def set_aside(request: SignedIn, incident: Incident) -> HttpResponse:
    """Decide that it is not an incident."""

    def do(form: Any) -> None:
        actions.set_aside(incident=incident, by=request.user, **form.cleaned_data)

    return act_page(
        request,
        incident,
        forms.ReasonForm,
        do,
        title="Not an incident",
        submit="Close as not an incident",
        done="Closed as not an incident. The record stays.",
    )


@record_door(INCIDENTS, C.TRIAGE)
def take_up(request: SignedIn, incident: Incident) -> HttpResponse:
    """Start work on it. Somebody who only looks at the address is sent to the incident."""
    if request.method != "POST":
        return redirect(incident)
    try:
        actions.take_up(incident=incident, version=_version(request), by=request.user)
        messages.success(request, "You have taken it up.")
    except (NotNow, Stale) as refusal:
        messages.error(request, str(refusal))
    return redirect(incident)


@record_door(INCIDENTS, C.WORK)
def await_outside(request: SignedIn, incident: Incident) -> HttpResponse:
    """Wait for somebody outside."""

    def do(form: Any) -> None:
        actions.await_outside(incident=incident, by=request.user, **form.cleaned_data)

    return act_page(
        request,
        incident,
        forms.ReasonForm,
        do,
        title="Await an outside decision",
        submit="Mark as awaiting",
        done="Marked as awaiting an outside decision.",
        intro="Say whose decision it is and what was asked.",
    )


@record_door(INCIDENTS, C.WORK)
def resume(request: SignedIn, incident: Incident) -> HttpResponse:
    """Go on."""

    def do(form: Any) -> None:
        actions.resume(incident=incident, by=request.user, **form.cleaned_data)

    return act_page(
        request,
        incident,
        forms.ReasonForm,
        do,
        title="Resume work",
        submit="Resume",
        done="Work resumed.",
        intro="Say what was decided outside, or why you go on without it.",
    )


@record_door(INCIDENTS, C.CLOSE, seen=VIEWED)
def close(request: SignedIn, incident: Incident) -> HttpResponse:
    """Close it, with outcome, reasons and learning."""

    def do(form: Any) -> None:
        actions.close(incident=incident, by=request.user, **form.cleaned_data)

    return act_page(
        request,
        incident,
        forms.CloseForm,
        do,
        title="Close this incident",
        submit="Close",
        done="Closed.",
        lacks=lacks(incident),
        worth_adding=worth_adding(incident),
    )


@record_door(INCIDENTS, C.CLOSE)
def reopen(request: SignedIn, incident: Incident) -> HttpResponse:
    """Open it again."""

    def do(form: Any) -> None:
        actions.reopen(incident=incident, by=request.user, **form.cleaned_data)

    return act_page(
        request, incident, forms.ReasonForm, do, title="Reopen", submit="Reopen", done="Reopened."
    )


@record_door(INCIDENTS, C.SHARE)
def assign(request: SignedIn, incident: Incident) -> HttpResponse:
    """Give it to a colleague to work on."""

    def do(form: Any) -> None:
        actions.assign(incident=incident, by=request.user, **form.cleaned_data)

    return act_page(
        request, incident, forms.AssignForm, do, title="Assign", submit="Assign", done="Assigned."
    )


@record_door(INCIDENTS, C.SHARE)
def escalate(request: SignedIn, incident: Incident) -> HttpResponse:
    """Hand it up its line."""

    def do(form: Any) -> None:
        actions.escalate(incident=incident, by=request.user, **form.cleaned_data)

    return act_page(
        request,
        incident,
        forms.EscalateForm,
        do,
        title="Escalate",
        submit="Escalate",
        done="Escalated.",
        intro=in_our_words(
            "It becomes theirs, and nobody is assigned to it until they say so. An online-safety matter becomes "
            "a safeguarding matter, which the co-ordinator does not see."
        ),
    )


@record_door(INCIDENTS, C.NOTE, seen=VIEWED)
def add_note(request: SignedIn, incident: Incident) -> HttpResponse:
    """Write a note, or a message to the reporter."""

    def do(form: Any) -> None:
        actions.add_note(incident=incident, by=request.user, **_but_version(form))

    return act_page(
        request, incident, forms.NoteForm, do, title="Add a note", submit="Add note", done="Note added."
    )


@record_door(INCIDENTS, C.WORK)
def decide(request: SignedIn, incident: Incident) -> HttpResponse:
    """Record a decision."""

    def do(form: Any) -> None:
        actions.decide(incident=incident, by=request.user, **_but_version(form))

    return act_page(
        request,
        incident,
        forms.DecideForm,
        do,
        title="Record a decision",
        submit="Record decision",
        done="Decision recorded.",
    )


@record_door(INCIDENTS, C.WORK)
def give_task(request: SignedIn, incident: Incident) -> HttpResponse:
    """Give somebody something to do."""

    def do(form: Any) -> None:
        values = _but_version(form)
        values.pop("due_on")
        actions.give_task(incident=incident, by=request.user, due_at=form.due_at, **values)

    return act_page(
        request, incident, forms.TaskForm, do, title="Give a task", submit="Give task", done="Task given."
    )


@record_door(INCIDENTS, C.SHARE)
def share(request: SignedIn, incident: Incident) -> HttpResponse:
    """Open it to one colleague."""

    def do(form: Any) -> None:
        values = _but_version(form)
        values["until"] = form.until_at
        actions.share(incident=incident, by=request.user, **values)

    return act_page(
        request,
        incident,
        forms.ShareForm,
        do,
        title="Share with a colleague",
        submit="Share",
        done="Shared. They are told that something waits for them, not what.",
    )


@require_POST
@record_door(INCIDENTS, C.SHARE)
def stop_sharing(request: SignedIn, incident: Incident, invitation: int) -> HttpResponse:
    """End an invitation."""
    found = get_object_or_404(IncidentInvitation.objects.current(), pk=invitation, content_object=incident)
    actions.stop_sharing(invitation=found, by=request.user)
    messages.success(request, "No longer shared.")
    return redirect(incident)


@record_door(INCIDENTS, C.SHARE)
def link(request: SignedIn, incident: Incident) -> HttpResponse:
    """Say that another incident belongs to it."""

    def do(form: Any) -> None:
        values = _but_version(form)
        actions.link(incident=incident, other=values["reference"], reason=values["reason"], by=request.user)

    return act_page(
        request,
        incident,
        forms.OtherIncidentForm,
        do,
        title="Link a related incident",
        submit="Link",
        done="Linked.",
    )


@record_door(INCIDENTS, C.CLOSE)
def merge(request: SignedIn, incident: Incident) -> HttpResponse:
    """Close it as a duplicate of another."""

    def do(form: Any) -> None:
        values = form.cleaned_data
        actions.merge(
            incident=incident,
            into=values["reference"],
            reason=values["reason"],
            version=values["version"],
            by=request.user,
        )

    return act_page(
        request,
        incident,
        forms.OtherIncidentForm,
        do,
        title="Merge into another incident",
        submit="Merge",
        done="Merged. Both references stay.",
        intro="This incident is closed as a duplicate. Nothing in it is lost, and its reference still finds it.",
    )


def _version(request: SignedIn) -> int:
    """The version the person saw. A forged one is simply not the present one."""
    sent = request.POST.get("version", "")
    return int(sent) if sent.isdecimal() and len(sent) < 10 else -1


def _but_version(form: Any) -> dict[str, Any]:
    """The answers of an act that only adds, which nobody else's change can overtake."""
    return {name: value for name, value in form.cleaned_data.items() if name != "version"}
