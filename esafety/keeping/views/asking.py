"""A record as something that is kept, and what can be asked about it: the same for an incident and a received file."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from esafety.access.asking import ask, sent
from esafety.access.requests import SignedIn
from esafety.keeping import actions, queries
from esafety.keeping.forms import HoldForm, KeepForm, PutForwardForm
from esafety.keeping.models import Lot, Record
from esafety.keeping.models.subject import kept_url


def page_of(request: SignedIn, record: Record) -> HttpResponse:
    """Its page. Back leads to the list of what is due while the record is on it, else to the record; a lot has no other
    page."""
    context = {
        "title": f"Keeping {record.reference}",
        "record": record,
        "kept_url": kept_url(record),
        "back_url": reverse("records_due"),
        "back_label": "Records due for review",
        **queries.one_record(request.user, record),
    }
    if not context["is_due"] and not isinstance(record, Lot):
        context |= {"back_url": record.get_absolute_url(), "back_label": "The record"}
    return render(request, "keeping/record_kept.html", context)


def ask_to_keep(request: SignedIn, record: Record) -> HttpResponse:
    """Keep it until a day."""

    def act(told: dict[str, Any]) -> str:
        actions.keep_longer(record=record, by=request.user, **told)
        return "The record is kept. It comes up for review again on that day."

    form, back = KeepForm(sent(request)), kept_url(record)
    return ask(request, form, act, title=f"Keep {record.reference} longer", submit="Keep it", back_url=back)


def ask_to_put_forward(request: SignedIn, record: Record) -> HttpResponse:
    """Put it into a disposal."""

    def act(told: dict[str, Any]) -> str:
        disposal = actions.put_forward(record=record, by=request.user, **told)
        return f"The record is in disposal {disposal}. Nothing goes before a second person has approved it."

    form, title = PutForwardForm(sent(request)), f"Put {record.reference} forward for disposal"
    return ask(request, form, act, title=title, submit="Put forward", back_url=kept_url(record))


def ask_for_hold(request: SignedIn, record: Record) -> HttpResponse:
    """Lay a hold on it."""

    def act(told: dict[str, Any]) -> str:
        actions.lay_hold(school=record.school, record=record, by=request.user, **told)
        return "The hold is laid. To lift it takes two people."

    form, back = HoldForm(sent(request)), kept_url(record)
    return ask(request, form, act, title=f"Hold {record.reference}", submit="Lay the hold", back_url=back)
