"""The addresses of this room, one file for each theme."""

from django.urls import URLPattern

from aup.urls import signing

urlpatterns: list[URLPattern] = [*signing.urlpatterns]
