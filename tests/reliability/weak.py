"""Pages as somebody might write them: each breaks in one way that generated input must find."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import path

from esafety.people.models import Person, School, User


def number(request: HttpRequest) -> HttpResponse:
    """Asks whether it is made of digits, which ² is too."""
    typed = request.POST.get("number", "")
    return HttpResponse(str(int(typed) if typed.isdigit() else 0))


def large(request: HttpRequest) -> HttpResponse:
    """Takes a number of any size to the database."""
    typed = request.GET.get("page", "1")
    after = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4_000 else 0
    return HttpResponse(
        str(list(Person.objects.raw("SELECT * FROM people_person WHERE id > %s", [after]))[:1])
    )


def day(request: HttpRequest) -> HttpResponse:
    """Believes that three numbers are a day."""
    parts = [request.POST.get(f"day_{place}", "") for place in range(3)]
    if all(part.isascii() and part.isdigit() and len(part) < 5 for part in parts):
        return HttpResponse(str(dt.date(*(int(part) for part in reversed(parts)))))
    return HttpResponse("no day")


def cursor(request: HttpRequest) -> HttpResponse:
    """Believes that what stands before the wave is a moment of its own making."""
    moment, wave, _ = request.GET.get("after", "").partition("~")
    return HttpResponse(str(dt.datetime.fromisoformat(moment).astimezone(dt.UTC)) if wave else "first")


def zone(request: HttpRequest) -> HttpResponse:
    """Knows moments that are none, but not those that no zone can hold."""
    try:
        moment = dt.datetime.fromisoformat(request.GET.get("after", "").partition("~")[0])
    except ValueError:
        return HttpResponse("first")
    return HttpResponse(str(moment.astimezone(dt.UTC)))


def doubled(request: HttpRequest) -> HttpResponse:
    """Believes that a name comes once."""
    (typed,) = request.POST.getlist("words") or [""]
    return HttpResponse(typed)


def nested(request: HttpRequest) -> HttpResponse:
    """Reads what was sent as JSON and knows one kind of fault only."""
    try:
        return HttpResponse(str(len(json.dumps(json.loads(request.POST.get("words", ""))))))
    except ValueError:
        return HttpResponse("none")


def cut(request: HttpRequest) -> HttpResponse:
    """Keeps twenty signs and says nothing."""
    School.objects.filter(pk=School.objects.order_by("pk")[0].pk).update(
        address=request.POST.get("words", "")[:20]
    )
    return HttpResponse("kept")


def sound(request: HttpRequest) -> HttpResponse:
    """As it should be."""
    User.objects.filter(pk=-1).update(name=request.POST.get("words", ""))
    return HttpResponse("kept")


WEAK: dict[str, tuple[Callable[[HttpRequest], HttpResponse], str, tuple[str, ...]]] = {
    "number": (number, "post", ("number",)),
    "large": (large, "get", ("page",)),
    "day": (day, "post", ("day_0", "day_1", "day_2")),
    "cursor": (cursor, "get", ("after",)),
    "zone": (zone, "get", ("after",)),
    "doubled": (doubled, "post", ("words",)),
    "nested": (nested, "post", ("words",)),
    "cut": (cut, "post", ("words",)),
}
urlpatterns = [
    *(path(f"weak/{name}/", view, name=name) for name, (view, _, _) in WEAK.items()),
    path("weak/sound/", sound, name="sound"),
]
