"""What is due, and its private calendar address."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from esafety.access.asking import do
from esafety.access.capabilities import Capability as C
from esafety.access.doors import open_to, public
from esafety.access.requests import SignedIn
from incidents import actions, feeds
from incidents.lists import due as due_list
from incidents.lists.elsewhere import due_elsewhere
from incidents.models import CalendarFeed


@require_safe
@open_to(C.DO_TASKS)
def due(request: SignedIn) -> HttpResponse:
    """What falls to the person with a moment: past its time, today, this week, later, without a set time."""
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    page = due_list.page(request.user, request.school, after=after, before=before)
    context = {
        "title": "What is due",
        "page": page,
        "elsewhere": due_elsewhere(request.user, request.school),
        "previous_url": f"?before={page.previous}" if page.previous else "",
        "next_url": f"?after={page.next}" if page.next else "",
    }
    return render(request, "incidents/due.html", context)


@require_safe
@open_to(C.DO_TASKS)
def feed(request: SignedIn) -> HttpResponse:
    """The calendar address: whether there is one, and what it shows."""
    return _feed_page(request, "")


@require_POST
@open_to(C.DO_TASKS)
def feed_make(request: SignedIn) -> HttpResponse:
    """Make a new address and show it this once; an earlier one stops working."""
    made = actions.make_feed(school=request.school, by=request.user)
    return _feed_page(request, settings.BASE_URL + reverse("due_file", args=[made.secret]))


@require_POST
@open_to(C.DO_TASKS)
def feed_end(request: SignedIn) -> HttpResponse:
    """Turn the address off."""

    def act() -> str:
        actions.end_feed(school=request.school, by=request.user)
        return "The calendar address is turned off."

    return do(request, act, back_url=reverse("due_calendar"))


@require_safe
@public("a calendar has no account: the address is the key, and tells times and references only")
def feed_file(request: HttpRequest, secret: str) -> HttpResponse:
    """The calendar itself. Whoever has no address that works is told nothing, not even that."""
    user = feeds.owner_of(secret)
    if user is None:
        raise Http404
    answer = HttpResponse(feeds.calendar(user), content_type="text/calendar; charset=utf-8")
    answer["Cache-Control"] = "private, no-store"
    return answer


def _feed_page(request: SignedIn, address: str) -> HttpResponse:
    held = CalendarFeed.objects.filter(user=request.user, ended_at__isnull=True).first()
    context = {
        "title": "What is due, in your calendar",
        "back_url": reverse("tasks"),
        "address": address,
        "feed": held,
    }
    return render(request, "incidents/due_calendar.html", context)
