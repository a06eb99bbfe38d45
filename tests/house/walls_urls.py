"""Pages that ask the policy nothing: they show all they can reach, or fail half way."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.urls import include, path

from esafety.schooldays.models import Term
from esafety.walls.plan import SCHOOL, tables, wall_of
from incidents.models import Incident


@login_not_required
def everything(request: HttpRequest) -> JsonResponse:
    """The keys of every row of every walled table."""
    walled = [model for model in tables() if wall_of(model) and model._meta.label != SCHOOL]
    return JsonResponse(
        {
            model._meta.label: sorted(map(str, model._base_manager.values_list("pk", flat=True)))
            for model in walled
        }
    )


def failing(request: HttpRequest) -> HttpResponse:
    """Looks, and breaks."""
    assert Incident.objects.count() < 0
    raise AssertionError


def streamed(request: HttpRequest) -> StreamingHttpResponse:
    """What is counted only when it is sent."""
    return StreamingHttpResponse(_counted())


def _counted() -> Iterator[str]:
    yield f"{Incident.objects.count()} incidents, "
    yield f"{min(Term.objects.count(), 1)} or more terms"


urlpatterns = [
    path("everything/", everything),
    path("failing/", failing),
    path("streamed/", streamed),
    path("", include("esafety.urls")),
]
