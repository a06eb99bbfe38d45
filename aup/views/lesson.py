"""A pupil signs on a shared device that is signed in as nobody. Nothing of the pupil before is left on it.

No cookie says who is there: a ticket travels in the form, for a quarter of an hour, and ends with it.
"""

from __future__ import annotations

from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from aup import actions
from aup.actions.signing import OtherWords, last_signature
from aup.forms.paper import ClassSignForm
from aup.forms.signing import FactForm
from aup.models import ClassSession, Edition, Wanted
from aup.queries.classes import signers_of
from aup.told import Origin, Place
from aup.views.link import no_such_link
from aup.vocabulary import Audience, Capacity, Route
from esafety.access.doors import public
from esafety.access.refusals import NotNow
from esafety.audit.origin import here

FORM = require_http_methods(["GET", "HEAD", "POST"])
WHY = "Pupils have no account: a link their teacher shows for an hour, and their date of birth, stand for it"
FRAME = "aup/public_page.html"
TICKET_SECONDS = 15 * 60
_SALT = "aup.lesson"
WRONG = "This is not the date the school has. Try once more, or ask your teacher."


@require_safe
@public(WHY)
def class_list(request: HttpRequest, token: str) -> HttpResponse:
    """Whose turn is it? Only those who have not signed yet."""
    session = ClassSession.objects.with_token(token)
    if session is None:
        return no_such_link(request)
    waiting = [one for one in signers_of(session) if one.signed_at is None]
    context = _frame(session) | {"title": "Who are you?", "token": token, "waiting": waiting}
    return render(request, "aup/class_list.html", context)


@FORM
@public(WHY)
def class_sign(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    """Your date of birth, then the rules, then your name."""
    session = ClassSession.objects.with_token(token)
    if session is None:
        return no_such_link(request)
    wanted = next((one for one in signers_of(session) if one.pk == pk and one.signed_at is None), None)
    edition = Edition.objects.in_force(session.school, wanted.audience) if wanted else None
    if wanted is None or edition is None:
        return redirect("class_list", token)
    if not _admits(request.POST.get("ticket", ""), session, wanted):
        return _ask_fact(request, session, wanted, edition)
    return _sign(request, session, wanted, edition, token)


@require_safe
@public(WHY)
def class_done(request: HttpRequest, token: str) -> HttpResponse:
    """Thank you; hand the device on."""
    session = ClassSession.objects.with_token(token)
    if session is None:
        return no_such_link(request)
    context = _frame(session) | {"title": "Thank you. You have signed", "token": token}
    return render(request, "aup/class_done.html", context)


def _ask_fact(request: HttpRequest, session: ClassSession, wanted: Wanted, edition: Edition) -> HttpResponse:
    whose = wanted.about.known_as or wanted.about.given_name
    asked = "born_on_0" in request.POST
    form = FactForm(request.POST if asked else None, whose=whose)
    if form.is_valid():
        if actions.confirm_pupil(session=session, wanted=wanted, told=form.told):
            return _show(request, session, wanted, edition, _fresh(session, wanted, edition))
        form.add_error("born_on", WRONG)
    context = _frame(session) | {"title": "Is it you?", "form": form, "submit_label": "Continue"}
    return render(request, "aup/class_fact.html", context, status=422 if form.is_bound else 200)


def _sign(
    request: HttpRequest, session: ClassSession, wanted: Wanted, edition: Edition, token: str
) -> HttpResponse:
    """The same three steps as at home: fill in, check, sign."""
    place, step = _place(wanted), request.POST.get("step", "")
    form = ClassSignForm(request.POST, place=place, edition=edition)
    if step == "change":
        kept = {name: request.POST.get(name) for name in form.fields}
        return _show(
            request, session, wanted, edition, ClassSignForm(place=place, edition=edition, initial=kept)
        )
    if not form.is_valid():
        return _show(request, session, wanted, edition, form)
    if step != "confirm":
        return _check(request, session, wanted, edition, form)
    origin = Origin(
        Route.IN_CLASS, here().address, request.headers.get("User-Agent", ""), entered_by=session.opened_by
    )
    try:
        actions.sign(place=place, signer=wanted.about, told=form.told, origin=origin, by=session.opened_by)
    except OtherWords:
        return _show(request, session, wanted, edition, _fresh(session, wanted, edition), changed=True)
    except NotNow:
        return redirect("class_list", token)
    return redirect("class_done", token)


def _show(
    request: HttpRequest,
    session: ClassSession,
    wanted: Wanted,
    edition: Edition,
    form: ClassSignForm,
    *,
    changed: bool = False,
) -> HttpResponse:
    context = _frame(session) | {
        "title": edition.title,
        "caption": f"for {wanted.about.full_name}",
        "form": form,
        "edition": edition,
        "submit_label": "Check your answers",
        "changed": "The rules changed while you were reading. Please read the new ones." if changed else "",
    }
    status = 422 if form.is_bound or changed else 200
    return render(request, "aup/sign.html", context, status=status)


def _check(
    request: HttpRequest, session: ClassSession, wanted: Wanted, edition: Edition, form: ClassSignForm
) -> HttpResponse:
    context = _frame(session) | {
        "title": "Check your answers and sign",
        "caption": f"for {wanted.about.full_name}",
        "item": {"edition": edition},
        "rows": form.rows(),
        "carried": form.carried(),
        "declaration": edition.declaration_as(Capacity.SELF),
        "cancel_url": reverse("class_list", args=[session.token]),
    }
    return render(request, "aup/check.html", context)


def _fresh(session: ClassSession, wanted: Wanted, edition: Edition) -> ClassSignForm:
    place = _place(wanted)
    last = last_signature(wanted.about, place)
    known: dict[str, Any] = {
        "seen": edition.fingerprint,
        "previous": last.pk if last else 0,
        "ticket": signing.dumps([session.pk, wanted.pk], salt=_SALT),
    }
    return ClassSignForm(place=place, edition=edition, initial=known)


def _admits(ticket: str, session: ClassSession, wanted: Wanted) -> bool:
    try:
        told = signing.loads(ticket, salt=_SALT, max_age=TICKET_SECONDS)
    except signing.BadSignature:
        return False
    return bool(told == [session.pk, wanted.pk])


def _place(wanted: Wanted) -> Place:
    return Place(wanted.about, Audience(wanted.audience), Capacity.SELF)


def _frame(session: ClassSession) -> dict[str, Any]:
    return {"school": session.school, "frame": FRAME, "session": session}
