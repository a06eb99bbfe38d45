"""Items in the school's care and their chains of custody."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from esafety.access.asking import ask, sent
from esafety.access.capabilities import Capability as C
from esafety.access.doors import record_door
from esafety.access.refusals import Stale
from esafety.access.requests import SignedIn
from esafety.papers.actions import want
from incidents import actions
from incidents.access import INCIDENTS
from incidents.forms.custody import CustodyForm, ItemForm
from incidents.models import Incident, Item
from incidents.papers import CONTINUITY
from incidents.policy.custody import LINKS, why_not
from incidents.record.evidence import STATE_TONES, closed_steps, items_of, open_steps
from incidents.views.renewing import overtaken
from incidents.vocabulary import VIEWED
from incidents.vocabulary.evidence import Custody, ItemState


@require_safe
@record_door(INCIDENTS, C.WORK, seen=VIEWED)
def items(request: SignedIn, incident: Incident) -> HttpResponse:
    """Every item of the incident and where it is."""
    context: dict[str, Any] = {
        "title": "Items and devices",
        "caption": incident.reference,
        "incident": incident,
    }
    context |= {"rows": items_of(incident), "back_url": incident.get_absolute_url()}
    return render(request, "incidents/items.html", context)


@record_door(INCIDENTS, C.WORK)
def item_add(request: SignedIn, incident: Incident) -> HttpResponse:
    """Record a thing that was taken or handed in."""
    form = ItemForm(sent(request), incident=incident)

    def act(given: dict[str, Any]) -> str:
        actions.take_item(incident=incident, taken_at=form.at, by=request.user, **form.said())
        return "Recorded. Seal it next, unless it goes back today."

    return ask(request, form, act, title="Record an item", submit="Save", back_url=_list(incident),
               caption=incident.reference)  # fmt: skip


@require_safe
@record_door(INCIDENTS, C.WORK, seen=VIEWED)
def item(request: SignedIn, incident: Incident, key: str) -> HttpResponse:
    """One item: its chain of custody, and what can follow."""
    found = _item(incident, key)
    context: dict[str, Any] = {
        "title": found.description,
        "caption": f"{incident.reference} · {found.get_kind_display()}",
    }
    context |= {"item": found, "incident": incident, "entries": found.entries.select_related("by")}
    context |= {
        "steps": open_steps(found),
        "closed": closed_steps(found),
        "tone": STATE_TONES[ItemState(found.state)],
    }
    return render(request, "incidents/item.html", context | {"back_url": _list(incident)})


@record_door(INCIDENTS, C.WORK, seen=VIEWED)
def item_step(request: SignedIn, incident: Incident, key: str, step: str) -> HttpResponse:
    """Add the next entry of a chain of custody."""
    found = _item(incident, key)
    if step not in LINKS:
        raise Http404
    link, back = LINKS[Custody(step)], _page(found)
    if refusal := why_not(link.step, ItemState(found.state), may_be_illegal=found.may_be_illegal):
        messages.error(request, refusal)
        return redirect(back)
    form = CustodyForm(sent(request), item=found, step=link.step)

    def act(given: dict[str, Any]) -> str:
        try:
            actions.keep_custody(item=found, step=link.step, at=form.at, by=request.user, **form.said())
        except Stale as stale:
            raise overtaken(form, stale) from stale
        return "Entered. The chain of custody goes on."

    return ask(request, form, act, title=link.label, submit="Enter", back_url=back, caption=found.description,
               intro=link.hint)  # fmt: skip


@require_POST
@record_door(INCIDENTS, C.WORK)
def item_sheet(request: SignedIn, incident: Incident, key: str) -> HttpResponse:
    """Print the continuity sheet."""
    paper = want(CONTINUITY, about=_item(incident, key), by=request.user)
    return redirect("papers:paper", paper.reference)


def _item(incident: Incident, key: str) -> Item:
    found = incident.items.select_related("incident__school", "owner", "added_by").filter(key=key).first()
    if found is None:
        raise Http404
    return found


def _page(item: Item) -> str:
    return reverse("incident_item", args=[item.incident.reference, item.key])


def _list(incident: Incident) -> str:
    return reverse("incident_items", args=[incident.reference])
