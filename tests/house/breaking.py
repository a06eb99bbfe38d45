"""The product's addresses, and two more that break: for the pages that nobody should see."""

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.urls import path

from esafety import urls
from esafety.access.doors import public


@public("tests only")
def breaks(request: HttpRequest) -> HttpResponse:
    """Something was forgotten."""
    raise LookupError


@public("tests only")
def no_database(request: HttpRequest) -> HttpResponse:
    """The database is away."""
    raise OperationalError


urlpatterns = [*urls.urlpatterns, path("breaks/", breaks), path("no-database/", no_database)]
handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500
