"""Asking: one page, the addresses shown back as they will be opened before anything is sent."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from esafety.access.capabilities import Capability as C
from esafety.access.doors import open_to, record_door
from esafety.access.refusals import NotNow
from esafety.access.requests import SignedIn
from esafety.ui.templatetags.ui import day
from filtering import actions
from filtering.access import REQUESTS
from filtering.forms.requests import FORMS, AskForm, BlockNowForm
from filtering.models import FilteringRequest
from filtering.queries.requests import twins
from filtering.vocabulary import Kind, Stage

FORM = require_http_methods(["GET", "HEAD", "POST"])


@FORM
@open_to(C.REQUEST_FILTERING)
def ask(request: SignedIn, kind: str) -> HttpResponse:
    """Ask for one kind of change."""
    if kind not in FORMS:
        raise Http404
    form = _form(request, FORMS[kind], {"supervised_by": str(request.user)})

    def act() -> FilteringRequest:
        return actions.ask(school=request.school, told=form.asked(), by=request.user)

    return _page(request, form, act, title=Kind(kind).label, back_url=reverse("filtering"))


@FORM
@record_door(REQUESTS, C.REQUEST_FILTERING)
def renew(request: SignedIn, asked: FilteringRequest) -> HttpResponse:
    """Ask for more time: a new request with what the old one said, decided anew."""
    names = ("purpose", "lesson", "for_group", "supervised_by", "alternatives", "data_note", "category")
    told = {name: getattr(asked, name) for name in names}
    told["addresses"] = "\n".join(one.shown for one in asked.addresses.all())
    form = _form(request, FORMS[asked.kind], told)

    def act() -> FilteringRequest:
        return actions.ask(school=asked.school, told=form.asked(renews=asked), by=request.user)

    title = f"More time for {asked.reference}"
    return _page(request, form, act, title=title, back_url=asked.get_absolute_url(), but=asked.pk)


@FORM
@open_to(C.DECIDE_FILTERING, C.RUN_FILTERING)
def block_now(request: SignedIn) -> HttpResponse:
    """Block first; somebody else looks at it on the next school day."""
    form = _form(request, BlockNowForm, {})

    def act() -> FilteringRequest:
        done: bool = form.cleaned_data["is_done"]
        return actions.block_first(school=request.school, told=form.asked(), is_done=done, by=request.user)

    return _page(request, form, act, title="Emergency block", back_url=reverse("filtering"))


def _form(request: SignedIn, form_class: type[AskForm], initial: dict[str, Any]) -> AskForm:
    return form_class(
        request.POST if request.method == "POST" else None, school=request.school, initial=initial
    )


def _page(
    request: SignedIn, form: AskForm, act: Any, *, title: str, back_url: str, but: int = 0
) -> HttpResponse:
    """Fill in; see what exactly will open; send."""
    context = {"title": title, "form": form, "back_url": back_url, "cancel_url": back_url}
    if not form.is_bound or not form.is_valid():
        context |= {"submit_label": "Continue" if "addresses" in form.fields else "Send"}
        return render(request, "filtering/ask.html", context, status=422 if form.is_bound else 200)
    if form.was_shown:
        try:
            made = act()
        except NotNow as reason:
            form.add_error(None, str(reason))
            return render(request, "filtering/ask.html", context | {"submit_label": "Send"}, status=422)
        messages.success(request, _said(made))
        return redirect(made.get_absolute_url())
    return _shown_back(request, form, context, but)


def _said(made: FilteringRequest) -> str:
    """What is said once it was sent; an emergency block waits for nobody."""
    if made.review_due_at is None:
        return f"Sent. Your request is {made.reference}. You get a message when it is decided."
    done = {
        Stage.OPEN: "Entered as blocked.",
        Stage.SENT: "The provider is told to block it now.",
    }.get(Stage(made.stage), "Entered. It is to be blocked now: see today’s list.")
    due = day(made.review_due_at)
    return f"{done} Somebody else reviews it by {due}."


def _shown_back(request: SignedIn, form: AskForm, context: dict[str, Any], but: int) -> HttpResponse:
    """The same page with the addresses as they will be opened, what is open already, and everything typed."""
    again = type(form)({**request.POST.dict(), "shown": form.digest}, school=request.school)
    context |= {
        "form": again,
        "read": form.read,
        "twins": twins(request.school, [one.address for one in form.read], but=but),
        "user": request.user,
        "submit_label": "Send",
        "opens": form.kind != Kind.BLOCK,
    }
    return render(request, "filtering/ask.html", context)
