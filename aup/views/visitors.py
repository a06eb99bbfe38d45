"""Pages of reception: who is in, and the tablet that visitors sign in at."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aup import actions
from aup.access.register import RECEPTIONS, VISITS
from aup.actions.signing import OtherWords
from aup.forms.visitors import BackForm, VisitForm
from aup.models import Edition, Reception, Visit
from aup.queries.visits import at_reception
from aup.told import Origin
from aup.views.link import no_such_link
from aup.vocabulary import Audience, Route
from esafety.access.asking import ask, do, sent
from esafety.access.capabilities import Capability as C
from esafety.access.doors import open_to, public, record_door
from esafety.access.refusals import NotNow
from esafety.access.requests import SignedIn
from esafety.audit.origin import here
from esafety.ui.squares import qr_code

FORM = require_http_methods(["GET", "HEAD", "POST"])
KEEP = C.KEEP_VISITORS
WHY = "Visitors have no account: the link that reception opened on the tablet stands for it, for one day"


@require_safe
@open_to(KEEP)
def visits(request: SignedIn) -> HttpResponse:
    """Who is in."""
    shown = at_reception(request.school)
    context: dict[str, Any] = {
        "title": "Visitors at reception",
        "back_url": reverse("agreements"),
        "back_label": "Agreements",
        "shown": shown,
        "tablet_url": "",
    }
    if shown.tablet:
        address = request.build_absolute_uri(shown.tablet.path)
        context |= {"tablet_url": address, "squares": qr_code(address)}
    return render(request, "aup/visits.html", context)


@require_POST
@open_to(KEEP)
def reception_open(request: SignedIn) -> HttpResponse:
    """Let visitors sign in at a tablet today."""

    def act() -> str:
        actions.open_reception(school=request.school, by=request.user)
        return "The tablet can be used until the end of today."

    return do(request, act, back_url=reverse("visits"))


@require_POST
@record_door(RECEPTIONS, KEEP, lookup="pk", joined=("school",))
def reception_close(request: SignedIn, reception: Reception) -> HttpResponse:
    """End the tablet’s day."""

    def act() -> str:
        actions.close_reception(reception=reception, by=request.user)
        return "The tablet is closed."

    return do(request, act, back_url=reverse("visits"))


@require_POST
@record_door(VISITS, KEEP, lookup="pk", joined=("school",))
def visit_end(request: SignedIn, visit: Visit) -> HttpResponse:
    """A visitor leaves."""

    def act() -> str:
        return f"{actions.sign_visitor_out(visit=visit, by=request.user).name} is signed out."

    return do(request, act, back_url=reverse("visits"))


@FORM
@record_door(VISITS, KEEP, lookup="pk", joined=("school", "signature__edition"))
def visit_again(request: SignedIn, visit: Visit) -> HttpResponse:
    """Somebody who signed for the year comes again."""

    def act(told: dict[str, Any]) -> str:
        again = actions.welcome_back(visit=visit, by=request.user, **told)
        return f"{again.name} is signed in."

    form = BackForm(sent(request))
    return ask(
        request, form, act, title=f"{visit.name} is here again", submit="Sign in", back_url=reverse("visits")
    )


@FORM
@public(WHY)
def reception(request: HttpRequest, token: str) -> HttpResponse:
    """The tablet: an empty form, again and again."""
    found = Reception.objects.with_token(token)
    if found is None:
        return no_such_link(request)
    edition = Edition.objects.in_force(found.school, Audience.VISITOR)
    if request.user.is_authenticated or edition is None:
        return _not_now(request, found)
    form = VisitForm(sent(request), edition=edition)
    changed = ""
    if form.is_bound and form.is_valid():
        try:
            actions.sign_visitor_in(reception=found, origin=_origin(request, found), **form.told)
        except OtherWords as other:
            changed = str(other)
            form = _asked_anew(request, edition)
        except NotNow as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("reception_done", token)
    context = {
        "title": "Sign in as a visitor",
        "school": found.school,
        "edition": edition,
        "form": form,
        "changed": changed,
        "submit_label": "Agree and sign in",
        "frame": "aup/public_page.html",
    }
    status = 409 if changed else 422 if form.is_bound else 200
    return render(request, "aup/sign.html", context, status=status)


@require_safe
@public(WHY)
def reception_done(request: HttpRequest, token: str) -> HttpResponse:
    """Thanks, without a name, and the way back to an empty form."""
    found = Reception.objects.with_token(token)
    if found is None:
        return no_such_link(request)
    context = {
        "title": "You are signed in",
        "school": found.school,
        "next_url": found.path,
        "frame": "aup/public_page.html",
    }
    return render(request, "aup/reception_done.html", context)


def _asked_anew(request: HttpRequest, edition: Edition) -> VisitForm:
    """What was typed, with the words that hold now; the tick is taken away."""
    typed = request.POST.copy()
    typed["seen"] = edition.fingerprint
    typed.pop("agreed", None)
    form = VisitForm(typed, edition=edition)
    form.is_valid()
    return form


def _origin(request: HttpRequest, reception: Reception) -> Origin:
    browser = request.headers.get("User-Agent", "")
    return Origin(Route.RECEPTION, here().address, browser, reception.opened_by)


def _not_now(request: HttpRequest, reception: Reception) -> HttpResponse:
    """The device is still signed in as a member of staff, or there is nothing to sign."""
    is_signed_in = request.user.is_authenticated
    context = {
        "title": "This device is signed in" if is_signed_in else "There is nothing to sign now",
        "school": reception.school,
        "is_signed_in": is_signed_in,
        "frame": "aup/public_page.html",
    }
    return render(request, "aup/reception_not_now.html", context, status=409)
