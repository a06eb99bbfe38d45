"""What happened, in order: of one incident, to be marked; of one child across incidents, to be printed."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from esafety.access.asking import sent
from esafety.access.capabilities import Capability as C
from esafety.access.doors import record_door
from esafety.access.requests import SignedIn
from esafety.access.roles import may
from esafety.papers.actions import want
from esafety.people.models import Person
from incidents import actions
from incidents.access import INCIDENTS, audiences_for
from incidents.access_people import CHILDREN
from incidents.forms.chronology import MarkForm, PrintForm
from incidents.models import Decision, Incident, Note, ReferralEntry
from incidents.papers import CHILD_CHRONOLOGY
from incidents.record import of_incident
from incidents.record.child import chronology_of, in_clear
from incidents.views.acting import act_page
from incidents.vocabulary import VIEWED
from incidents.vocabulary.outside import CHRONOLOGY_READ


@require_safe
@record_door(INCIDENTS, C.WORK, seen=VIEWED)
def chronology(request: SignedIn, incident: Incident) -> HttpResponse:
    """One incident in order, each entry with its mark; and the children whose own chronology it belongs to."""
    context = {
        "title": "Chronology",
        "caption": incident.reference,
        "back_url": incident.get_absolute_url(),
        "incident": incident,
        "entries": of_incident.entries(incident, request.user),
        "children": of_incident.children(incident, request.user),
    }
    return render(request, "incidents/chronology.html", context)


@record_door(INCIDENTS, C.WORK, seen=VIEWED)
def chronology_mark(request: SignedIn, incident: Incident, what: str, number: int) -> HttpResponse:
    """Mark an entry as significant, or take that back."""
    entry = _entry(request, incident, what, number)

    def do(form: Any) -> None:
        given = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        actions.mark_entry(incident=incident, entry=entry, by=request.user, **given)

    return act_page(
        request,
        incident,
        MarkForm,
        do,
        title="Mark an entry for the chronology",
        submit="Save the mark",
        done="The chronology shows it.",
        to=reverse("chronology", args=[incident.reference]),
        intro=of_incident.words_of(entry),
    )


@record_door(CHILDREN, C.WORK, lookup="pk", seen=CHRONOLOGY_READ)
def child_chronology(request: SignedIn, child: Person) -> HttpResponse:
    """A child's own part across incidents; printed with others as "Child B", after a look at names in clear text."""
    found = chronology_of(child, request.user)
    named = in_clear(found, child)
    form = PrintForm(sent(request), in_clear=named)
    if form.is_bound and form.is_valid():
        given = {"clear_names": [], **form.cleaned_data}
        made = actions.print_chronology(child=child, by=request.user, **given)
        return redirect("papers:paper", want(CHILD_CHRONOLOGY, about=made, by=request.user).reference)
    context = {
        "title": f"Chronology: {child.full_name}",
        "caption": "Across incidents",
        "child": child,
        "entries": of_incident.of_child(found),
        "incidents": len(found.parts),
        "schools": sorted({one.school for one in found.received}),
        "named_by_others": any(not one.letters for one in found.received),
        "form": form,
        "may_print": CHILDREN.allows(request.user, C.PRINT, child),
        "may_receive": may(request.user, C.RECEIVE_FILES, child.school_id),
        "may_move": may(request.user, C.MOVE_FILES, child.school_id),
    }
    return render(request, "incidents/child_chronology.html", context, status=422 if form.is_bound else 200)


def _entry(
    request: SignedIn, incident: Incident, what: str, number: int
) -> Note | Decision | ReferralEntry | None:
    """The entry that is to be marked, if this account may read it."""
    if what == "note":
        readable = audiences_for(request.user, incident)
        return get_object_or_404(Note, pk=number, incident=incident, audience__in=readable)
    if what == "decision":
        return get_object_or_404(Decision, pk=number, incident=incident)
    if what == "entry":
        rows = ReferralEntry.objects.filter(referral__incident=incident).select_related("referral")
        return get_object_or_404(rows, pk=number)
    if (what, number) != ("report", 0):
        raise Http404
    return None
