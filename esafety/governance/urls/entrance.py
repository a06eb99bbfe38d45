"""Addresses: the way in."""

from django.urls import path

from esafety.governance.views import entrance

urlpatterns = [path("", entrance.governance, name="governance")]
