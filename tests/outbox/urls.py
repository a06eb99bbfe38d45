"""A site of this room and the sign-in only, so that the room's tests stand by themselves."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from esafety.access.doors import signed_in


@signed_in
def home(request: HttpRequest) -> HttpResponse:
    return HttpResponse("home")


urlpatterns = [
    path("", home, name="home"),
    path("outbox/", include("esafety.outbox.urls")),
    path("account/", include("esafety.signin.urls")),
]
handler403 = "esafety.ui.views.forbidden"
handler404 = "esafety.ui.views.not_found"
