"""This room, those it links to, and a page of the test that takes a form."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from esafety.access.doors import public


@public("a test")
def form(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.POST.get("story", "") + "".join(request.FILES))


urlpatterns = [
    path("form/", form, name="form"),
    path("papers/", include("esafety.papers.urls")),
    path("outbox/", include("esafety.outbox.urls")),
    path("account/", include("esafety.signin.urls")),
]
handler400 = "esafety.ui.views.bad_request"
handler404 = "esafety.ui.views.not_found"
