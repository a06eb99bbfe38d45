"""Addresses: what is kept about one person across incidents."""

from django.urls import path

from incidents.views import chronology, low_level

urlpatterns = [
    path("low-level/", low_level.low_level, name="low_level"),
    path("low-level/share/", low_level.low_level_share, name="low_level_share"),
    path("low-level/<int:pk>/", low_level.low_level_person, name="low_level_person"),
    path("children/<int:pk>/chronology/", chronology.child_chronology, name="child_chronology"),
]
