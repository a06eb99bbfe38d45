"""The product, and two pages of the tests: one takes a form, one sends a copy as a room does."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from esafety import urls as product
from esafety.access.doors import public
from esafety.papers.actions import send_document
from esafety.papers.views import show_passphrase
from esafety.people.models import ExternalContact
from tests.papers import gates
from tests.papers.posters import POSTER


@public("a test")
def form(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.POST.get("story", "") + "".join(request.FILES))


@public("a test")
def send(request: HttpRequest) -> HttpResponse:
    """What a room's view does."""
    contact = ExternalContact.objects.get()
    sent = send_document(POSTER, about=contact.school, contact=contact, by=request.user)  # type: ignore[arg-type]
    return show_passphrase(request, sent, "/form/")


urlpatterns = [
    path("send/", send, name="send"),
    path("form/", form, name="form"),
    *gates.urlpatterns,
    *product.urlpatterns,
]
handler400 = product.handler400
handler404 = product.handler404
