"""The school's side of the page: whether it is open, its address, its poster."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from esafety.access.asking import ask, do, sent
from esafety.access.capabilities import Capability as C
from esafety.access.doors import open_to
from esafety.access.requests import SignedIn
from esafety.papers.actions import want
from esafety.ui.squares import qr_code
from incidents import actions
from incidents.forms.speaking_up import PageForm
from incidents.models import SpeakUpPage
from incidents.papers import SPEAK_UP_POSTER
from incidents.speaking_up.address import address_of
from incidents.speaking_up.flood import MOST_WAITING
from incidents.vocabulary.speaking_up import PageState


@require_safe
@open_to(C.CLOSE, C.MANAGE_SCHOOL)
def speak_up_page(request: SignedIn) -> HttpResponse:
    """Whether the page is open, and what leads to it."""
    page = SpeakUpPage.objects.select_related("changed_by").filter(school=request.school).first()
    state = PageState(page.state) if page else PageState.OFF
    context: dict[str, Any] = {
        "title": "Speak-up page",
        "page": page,
        "state": state,
        "live": request.school.is_live,
    }
    context["most"] = MOST_WAITING
    if page and state != PageState.OFF:
        address = address_of(page)
        context |= {"address": address, "squares": qr_code(address)}
    return render(request, "incidents/speak_up_page.html", context)


@open_to(C.CLOSE, C.MANAGE_SCHOOL)
def speak_up_change(request: SignedIn) -> HttpResponse:
    """Open it, pause it, switch it off."""
    page = SpeakUpPage.objects.filter(school=request.school).first()

    def act(given: dict[str, Any]) -> str:
        made = actions.set_speak_up_page(school=request.school, by=request.user, **given)
        return f"The speak-up page is now: {made.get_state_display().split(':')[0].lower()}."

    form = PageForm(sent(request), initial={"state": page.state if page else PageState.OFF})
    back = reverse("speak_up_page")
    return ask(request, form, act, title="Open, pause or switch off the page", submit="Save", back_url=back)


@require_POST
@open_to(C.CLOSE, C.MANAGE_SCHOOL)
def speak_up_renew(request: SignedIn) -> HttpResponse:
    """Give it a new address."""
    page = get_object_or_404(SpeakUpPage, school=request.school)

    def act() -> str:
        actions.renew_speak_up_page(page=page, by=request.user)
        return "The page has a new address. Take the old posters down: their address leads nowhere now."

    return do(request, act, back_url=reverse("speak_up_page"))


@require_POST
@open_to(C.CLOSE, C.MANAGE_SCHOOL)
def speak_up_poster(request: SignedIn) -> HttpResponse:
    """Have the poster made."""
    page = get_object_or_404(SpeakUpPage, school=request.school)
    paper = want(SPEAK_UP_POSTER, about=page, by=request.user)
    return redirect("papers:paper", paper.reference)
