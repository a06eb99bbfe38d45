"""A site of a few pages to sign in to: what every room looks like from here."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path

from esafety.access.doors import public, signed_in
from esafety.signin.step_up import recent_sign_in_required


@signed_in
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "page.html", {"title": "Your cases"})


@signed_in
def case(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return HttpResponse("kept " + request.POST.get("note", ""))
    return render(request, "page.html", {"title": "Case of a child"})


@signed_in
@recent_sign_in_required
def export(request: HttpRequest, **_: Any) -> HttpResponse:
    return HttpResponse(f"exported by {request.method}")


@public("tests only")
def health(request: HttpRequest) -> HttpResponse:
    return HttpResponse("well")


urlpatterns = [
    path("", home, name="home"),
    path("case/", case, name="case"),
    path("export/", export, name="export"),
    path("health/live", health, name="health_live"),
    path("health/ready", health, name="health_ready"),
    path("metrics", health, name="metrics"),
    path("", include("esafety.signin.urls")),
]
