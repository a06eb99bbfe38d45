"""Doors: every view wears exactly one.

A door asks: is the record visible? If not, 404, byte for byte what a missing record gets. Is the act
allowed? If not, 403 and a line in the trail. Then it hands the view the record itself, never its
number, and writes down that it was seen. `tests/house/test_doors.py` walks every URL.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, NamedTuple

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import render

from esafety.access.capabilities import Capability
from esafety.access.policy import Policy
from esafety.access.roles import may
from esafety.access.vocabulary import REFUSED
from esafety.audit import Event, note

View = Callable[..., HttpResponseBase]
FOUND = 302
USUAL = ("GET", "HEAD", "POST")
"""What is answered at all: by any other method a page could be read without its line in the trail."""


class Door(NamedTuple):
    """What a view's door asks; read by the test that walks the URLconf."""

    kind: str
    capability: Capability | None = None
    why: str = ""
    policy: Any = None


def public(why: str) -> Callable[[View], View]:
    """Open to anybody, and why."""

    def hang(view: View) -> View:
        @wraps(view)
        def through(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method not in USUAL:
                return HttpResponseNotAllowed(USUAL)
            return view(request, *args, **kwargs)

        through.door = Door("public", why=why)  # type: ignore[attr-defined]
        return login_not_required(through)

    return hang


def signed_in(view: View) -> View:
    """Open to everybody who is signed in: pages about oneself, or lists that a policy fills."""

    @wraps(view)
    def through(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method not in USUAL:
            return HttpResponseNotAllowed(USUAL)
        if not request.user.is_authenticated:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    through.door = Door("signed_in")  # type: ignore[attr-defined]
    return through


def open_to(capability: Capability, *others: Capability) -> Callable[[View], View]:
    """Open to holders of a capability in the current school; others get 403 and the trail says so.

    Where several are named, any one of them opens it.
    """

    def hang(view: View) -> View:
        @wraps(view)
        def through(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method not in USUAL:
                return HttpResponseNotAllowed(USUAL)
            school = request.school.pk if request.school else None  # type: ignore[attr-defined]
            if not any(may(request.user, one, school) for one in (capability, *others)):
                _refuse(request, capability, None)
            return view(request, *args, **kwargs)

        through.door = Door("open_to", capability)  # type: ignore[attr-defined]
        return through

    return hang


def record_door(
    policy: Policy[Any],
    capability: Capability,
    *,
    lookup: str = "reference",
    seen: Event | None = None,
    joined: tuple[str, ...] = (),
) -> Callable[[View], View]:
    """Open to those whom the policy allows this act on this record, read together with what is `joined`.

    `seen` is written whenever a page is shown, a refused form's too, before its first byte leaves.
    """

    def hang(view: View) -> View:
        @wraps(view)
        def through(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method not in USUAL:
                return HttpResponseNotAllowed(USUAL)
            key = kwargs.pop(lookup)
            if "\x00" in str(key):  # PostgreSQL would not even look
                raise Http404
            records = policy.visible_to(request.user, policy.model._default_manager.filter(**{lookup: key}))
            record = records.select_related(*joined).first() if joined else records.first()
            if record is None:
                raise Http404
            if not policy.allows(request.user, capability, record):
                _refuse(request, capability, record)
            if elsewhere := _elsewhere(request, record):
                return elsewhere
            shown = view(request, record, *args, **kwargs)
            if seen is not None and request.method != "HEAD" and shown.status_code != FOUND:
                note(seen, by=request.user, school=record.school, about=record)  # type: ignore[arg-type]
            return shown

        through.door = Door("record_door", capability, policy=policy)  # type: ignore[attr-defined]
        return through

    return hang


def _elsewhere(request: HttpRequest, record: models.Model) -> HttpResponse | None:
    """The way to a record of another of one's schools: every page shows one school, the one it says it shows.

    A form that was filled in there is still taken, so that changing schools in another tab loses nothing typed.
    """
    school, here = getattr(record, "school", None), request.school  # type: ignore[attr-defined]
    if school is None or not here or school.pk == here.pk:
        return None
    if request.method == "POST":
        request.school = school  # type: ignore[attr-defined]
        return None
    context = {"title": f"This belongs to {school}", "school": school, "next": request.path}
    return render(request, "elsewhere.html", context)


def _refuse(request: HttpRequest, capability: Capability, record: models.Model | None) -> None:
    """Write the refusal down, then refuse. A subject never gets here: for them the record is missing."""
    user = request.user if request.user.is_authenticated else None
    school = request.school or None  # type: ignore[attr-defined]
    note(REFUSED, by=user, school=school, about=record, detail={"capability": capability.value})
    raise PermissionDenied
