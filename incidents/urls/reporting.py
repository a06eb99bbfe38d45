"""Addresses: reporting a concern."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
