"""Signing with an account: staff, governors, parents and pupils who sign in."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_http_methods, require_safe

from aup.views import desk
from aup.vocabulary import Route
from esafety.access.doors import signed_in
from esafety.access.requests import SignedIn
from esafety.people.models import Person

FORM = require_http_methods(["GET", "HEAD", "POST"])


def at_desk(page: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Hand a page the desk of whoever is signed in, as the person they are in this school."""

    @wraps(page)
    def through(request: SignedIn, *args: Any, **kwargs: Any) -> HttpResponseBase:
        school = request.school or None
        people = Person.objects.filter(account=request.user, school=school, left_on__isnull=True)
        signer = people.select_related("school").first() if school else None
        if signer is None:
            raise Http404
        at = desk.Desk(signer, Route.ACCOUNT, "my", by=request.user, template="page.html")
        return page(request, at, *args, **kwargs)

    return through


@require_safe
@signed_in
@at_desk
def my_home(request: SignedIn, at: desk.Desk) -> HttpResponseBase:
    """Everything one signs, has signed and allows."""
    return desk.home(request, at)


@FORM
@signed_in
@at_desk
def my_one(request: SignedIn, at: desk.Desk, audience: str, about: int) -> HttpResponseBase:
    """One agreement."""
    return desk.sign(request, at, audience, about)


@FORM
@signed_in
@at_desk
def my_consents(request: SignedIn, at: desk.Desk, child: int) -> HttpResponseBase:
    """What is allowed for one child."""
    return desk.consents(request, at, child)


@require_safe
@signed_in
@at_desk
def my_copy(request: SignedIn, at: desk.Desk, reference: str) -> HttpResponseBase:
    """A signed copy of one's own."""
    return desk.copy(request, at, reference)
