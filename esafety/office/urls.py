"""Addresses of the school office."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
