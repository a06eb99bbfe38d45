"""Meetings of the co-ordinator and the online safety governor, and the actions they agree."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from esafety.access.asking import ask, sent
from esafety.access.capabilities import Capability as C
from esafety.access.doors import open_to, record_door
from esafety.access.requests import SignedIn
from esafety.access.roles import may
from esafety.governance import actions
from esafety.governance.access import ACTION_POINTS, MEETINGS
from esafety.governance.forms.points import DoneForm
from esafety.governance.forms.registers import MinutesForm, PlanForm
from esafety.governance.forms.reports import PointForm
from esafety.governance.models import Meeting, Point

FORM = require_http_methods(["GET", "HEAD", "POST"])
KEEP = C.KEEP_REGISTERS
A_PAGE = 50


@require_safe
@open_to(C.READ_REGISTERS, KEEP)
def meetings(request: SignedIn) -> HttpResponse:
    """Meetings, the newest first, and what is still to be done."""
    held = Meeting.objects.filter(school=request.school)
    found = Paginator(held, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": "Meetings",
        "meetings": found,
        "points": list(Point.objects.open().filter(school=request.school)[:100]),
        "may_keep": may(request.user, KEEP, request.school),
        "previous_url": f"?page={found.number - 1}" if found.has_previous() else "",
        "next_url": f"?page={found.number + 1}" if found.has_next() else "",
        "back_url": reverse("governance"),
        "back_label": "Governance",
    }
    return render(request, "governance/meetings.html", context)


@FORM
@open_to(KEEP)
def meeting_plan(request: SignedIn) -> HttpResponse:
    """Plan a meeting; the agenda is drawn up."""

    def act(told: dict[str, Any]) -> str:
        actions.plan_meeting(school=request.school, by=request.user, **told)
        return "The meeting is planned and its agenda drawn up."

    back = reverse("meetings")
    return ask(request, PlanForm(sent(request)), act, title="Plan a meeting", submit="Plan", back_url=back)


@require_safe
@record_door(MEETINGS, C.READ_REGISTERS, lookup="pk")
def meeting(request: SignedIn, meeting: Meeting) -> HttpResponse:
    """One meeting: agenda, minutes, actions."""
    context = {
        "title": str(meeting),
        "meeting": meeting,
        "points": list(meeting.points.all()),
        "may_keep": may(request.user, KEEP, meeting.school),
        "back_url": reverse("meetings"),
        "back_label": "Meetings",
    }
    return render(request, "governance/meeting.html", context)


def _page(meeting: Meeting) -> dict[str, str]:
    return {"back_url": reverse("meeting", args=[meeting.pk]), "caption": str(meeting)}


@FORM
@record_door(MEETINGS, KEEP, lookup="pk")
def meeting_minutes(request: SignedIn, meeting: Meeting) -> HttpResponse:
    """Enter what it came to."""

    def act(told: dict[str, Any]) -> str:
        actions.hold_meeting(meeting=meeting, by=request.user, **told)
        return "What the meeting came to is entered."

    form = MinutesForm(sent(request))
    return ask(request, form, act, title="What did the meeting come to?", submit="Enter", **_page(meeting))


@FORM
@record_door(MEETINGS, KEEP, lookup="pk")
def meeting_point(request: SignedIn, meeting: Meeting) -> HttpResponse:
    """Enter an action it agreed."""

    def act(told: dict[str, Any]) -> str:
        actions.add_point(school=meeting.school, meeting=meeting, by=request.user, **told)
        return "The action is entered."

    return ask(
        request, PointForm(sent(request)), act, title="Enter an action", submit="Enter", **_page(meeting)
    )


@FORM
@record_door(ACTION_POINTS, KEEP, lookup="pk")
def point_done(request: SignedIn, point: Point) -> HttpResponse:
    """An action is done."""

    def act(told: dict[str, Any]) -> str:
        actions.finish_point(point=point, by=request.user, **told)
        return "The action is entered as done."

    back = reverse("meetings")
    form = DoneForm(sent(request))
    return ask(
        request, form, act, title="The action is done", caption=point.words, submit="Save", back_url=back
    )
