"""The page on which somebody without an account tells something, and the page they come back to with their code.

Nothing here reads or writes a session, sets a cookie of its own or hands on an address. An address that is none, was
renewed or is switched off gets the bytes of any other that is none.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from esafety.access.asking import sent
from esafety.access.doors import public
from esafety.access.refusals import NotNow
from esafety.walls import by_secret
from incidents import actions
from incidents.forms.speaking_up import CodeForm, ConfideForm, MoreForm
from incidents.models import SpeakUpPage, WayBack
from incidents.speaking_up import codes, pace
from incidents.speaking_up.answers import answers
from incidents.speaking_up.who import device_of
from incidents.vocabulary.speaking_up import PageState

WHY = "Pupils have no account: the school's own address, printed on its walls, and a code for the way back"
FORM = require_http_methods(["GET", "HEAD", "POST"])
TOO_MANY = "Too much was sent from here in a short time. Your words are still here. Wait an hour and send them again."
WRONG = "We do not know this code. Look at every letter and number again."
SLOW = "Too many codes were tried from here. Wait an hour and try again."


def unseen(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Mark a page whose use no session may show, of whoever is signed in (`signin`, SessionLimits)."""
    view.unseen = True  # type: ignore[attr-defined]
    return view


def of_a_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponseBase]:
    """Hand a view the page whose address it is; what is no page is missing."""

    @wraps(view)
    def through(request: HttpRequest, token: str) -> HttpResponseBase:
        page = _page(token)
        if page is None:
            raise Http404
        return view(request, page)

    return through


@by_secret
def _page(token: str) -> SpeakUpPage | None:
    """The page with this address, unless it is switched off."""
    return (
        SpeakUpPage.objects.select_related("school").filter(token=token).exclude(state=PageState.OFF).first()
    )


@unseen
@FORM
@public(WHY)
@of_a_page
def speak_up(request: HttpRequest, page: SpeakUpPage) -> HttpResponse:
    """Tell something; the answer shows the code, once."""
    form = ConfideForm(sent(request), school=page.school)
    if form.is_bound and form.is_valid() and (done := _confided(request, page, form)):
        return _shown(request, page, "speak_up_sent", title="We have got it", code=done.code)
    return _asked(request, page, form)


def _confided(request: HttpRequest, page: SpeakUpPage, form: ConfideForm) -> actions.Confided | None:
    """What came of it; nothing when it was refused, which the form then says."""
    often = pace.count("sent", device_of(request))
    if often > pace.MOST or pace.count("school", page.token) > pace.MOST_OF_A_SCHOOL:
        form.add_error(None, TOO_MANY)
        return None
    try:
        return actions.confide(page=page, told=form.told(), key=_key(request), gathered=often > pace.OFTEN)
    except NotNow as reason:
        form.add_error(None, str(reason))
        return None


@unseen
@FORM
@public(WHY)
@of_a_page
def speak_up_back(request: HttpRequest, page: SpeakUpPage) -> HttpResponse:
    """Come back with the code: read what was answered, and tell more."""
    form = CodeForm(sent(request))
    if not (form.is_bound and form.is_valid()):
        return _asked_for_code(request, page, form)
    device, code = device_of(request), form.cleaned_data["code"]
    if pace.counted("wrong", device) >= pace.WRONG_CODES:
        form.add_error(None, SLOW)
        return _asked_for_code(request, page, form, status=429)
    way_back = _way_back(page, code)
    if way_back is None:
        pace.count("wrong", device)
        form.add_error("code", WRONG)
        return _asked_for_code(request, page, form)
    return _talk(request, page, way_back, codes.as_typed(code))


def _talk(request: HttpRequest, page: SpeakUpPage, way_back: WayBack, code: str) -> HttpResponse:
    adds = "text" in request.POST
    more, added = MoreForm(request.POST if adds else None), False
    if more.is_bound and more.is_valid():
        of_device, of_talk = pace.count("more", device_of(request)), pace.count("talk", str(way_back.pk))
        if of_device > pace.MOST or of_talk > pace.MOST_OF_A_TALK:
            more.add_error(None, TOO_MANY)
        else:
            actions.confide_more(way_back=way_back, text=more.cleaned_data["text"])
            more, added = MoreForm(), True
    if not adds:
        actions.read_answers(way_back=way_back)
    shown = {"title": "Your answers", "code": code, "added": added, "items": answers(way_back), "form": more}
    return _shown(request, page, "speak_up_answers", status=422 if more.is_bound else 200, **shown)


def _way_back(page: SpeakUpPage, code: str) -> WayBack | None:
    ways = WayBack.objects.select_related("incident__school").filter(incident__school=page.school)
    return ways.filter(code_hash__in=codes.hashes_of(code)).first()


def _asked(request: HttpRequest, page: SpeakUpPage, form: ConfideForm) -> HttpResponse:
    refused = 429 if form.is_bound and TOO_MANY in form.non_field_errors() else 422
    status = refused if form.is_bound else 200
    title = "Tell us, without your name" if page.is_open or form.is_bound else "This page is closed for now"
    return _shown(request, page, "speak_up", status=status, title=title, form=form, key=_key(request))


def _asked_for_code(
    request: HttpRequest, page: SpeakUpPage, form: CodeForm, status: int = 422
) -> HttpResponse:
    status = status if form.is_bound else 200
    return _shown(request, page, "speak_up_code", status=status, title="Read what we answered", form=form)


def _shown(
    request: HttpRequest, page: SpeakUpPage, name: str, *, status: int = 200, **context: Any
) -> HttpResponse:
    frame = {"page": page, "school": page.school}
    return render(request, f"incidents/{name}.html", frame | context, status=status)


def _key(request: HttpRequest) -> uuid.UUID:
    """The number the form brings, so that sending twice makes one; a new one for a form that brings none."""
    try:
        return uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        return uuid.uuid4()
