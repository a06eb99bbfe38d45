"""Addresses: settings."""

from django.urls import path

from esafety.office.views import settings

urlpatterns = [
    path("settings/", settings.settings, name="settings"),
    path("settings/<slug:part>/", settings.settings_change, name="settings_change"),
]
