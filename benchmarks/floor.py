"""The floor: what a bare Django view needs for the same rows, written as one would at first."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.decorators import login_required
from django.db.models import Count, OuterRef, Prefetch, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path

from incidents.lists.search import matching
from incidents.models import Incident, Involvement, Task

ROWS = 25


def _rows(request: HttpRequest, rows: QuerySet[Incident]) -> QuerySet[Incident]:
    return rows.filter(school=request.GET["school"]).order_by("-reported_at", "-id")


def _list(request: HttpRequest, rows: QuerySet[Incident]) -> HttpResponse:
    """The columns that our list has, by the ordinary means: objects, a join, a prefetch, an annotation."""
    due = Task.objects.filter(incident=OuterRef("pk"), state="open").order_by("due_at").values("due_at")
    people = Involvement.objects.filter(withdrawn_at__isnull=True).select_related("person")
    rows = _rows(request, rows).select_related("assigned_to").annotate(next_due=Subquery(due[:1]))
    rows = rows.prefetch_related(Prefetch("involvements", people))
    return render(request, "floor/list.html", {"rows": rows[:ROWS]})


@login_required
def plain(request: HttpRequest) -> HttpResponse:
    """Only the columns of one table."""
    return render(request, "floor/plain.html", {"rows": _rows(request, Incident.objects.all())[:ROWS]})


@login_required
def newest(request: HttpRequest) -> HttpResponse:
    return _list(request, Incident.objects.all())


@login_required
def unfinished(request: HttpRequest) -> HttpResponse:
    return _list(request, Incident.objects.exclude(status="closed"))


@login_required
def filtered(request: HttpRequest) -> HttpResponse:
    return _list(request, Incident.objects.filter(primary_type=request.GET["type"]))


@login_required
def searched(request: HttpRequest) -> HttpResponse:
    found = matching(request.GET["words"], int(request.GET["school"]))
    return _list(request, Incident.objects.filter(pk__in=found.values("pk")))


@login_required
def deep(request: HttpRequest) -> HttpResponse:
    moment = dt.datetime.fromisoformat(request.GET["before"])
    return _list(request, Incident.objects.filter(reported_at__lt=moment))


@login_required
def counted(request: HttpRequest) -> HttpResponse:
    """How many are open by each of four columns, and the times of those of ninety days."""
    here = _rows(request, Incident.objects.all())
    unfinished = here.exclude(status="closed").order_by()
    groups = {
        column: unfinished.values_list(column).annotate(number=Count("pk"))
        for column in ("status", "risk_area", "lane", "tags__type")
    }
    looked = Task.objects.filter(incident=OuterRef("pk"), code="first_look").values("ended_at")[:1]
    since = dt.datetime.fromisoformat(request.GET["since"])
    times = here.filter(reported_at__gte=since).annotate(looked_at=Subquery(looked))
    context = {
        "groups": groups,
        "times": list(times.values_list("reported_at", "looked_at", "closed_at")[:2000]),
    }
    return render(request, "floor/counted.html", context)


@login_required
def one(request: HttpRequest, reference: str) -> HttpResponse:
    incident = get_object_or_404(Incident.objects.select_related("assigned_to"), reference=reference)
    context = {
        "incident": incident,
        "statements": incident.statements.all(),
        "people": incident.involvements.select_related("person"),
        "notes": incident.notes.select_related("by"),
        "decisions": incident.decisions.select_related("by"),
        "tasks": incident.tasks.all(),
    }
    return render(request, "floor/one.html", context)


urlpatterns = [
    path("plain", plain),
    path("newest", newest),
    path("unfinished", unfinished),
    path("filtered", filtered),
    path("searched", searched),
    path("deep", deep),
    path("counted", counted),
    path("one/<str:reference>", one),
]
