"""The addresses of this room, below /filtering/, one file for each theme."""

from django.urls import URLPattern

from filtering.urls import checks, log, looks, pulling, requests, years

urlpatterns: list[URLPattern] = [
    *requests.urlpatterns,
    *looks.urlpatterns,
    *checks.urlpatterns,
    *log.urlpatterns,
    *years.urlpatterns,
    *pulling.urlpatterns,
]
