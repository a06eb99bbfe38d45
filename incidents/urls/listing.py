"""Addresses: the first page and the lists. They stand before those of one incident."""

from django.urls import path

from incidents.views import export, home, ladders, listing, saved_views

urlpatterns = [
    path("", home.home, name="home"),
    path("incidents/", listing.incidents, name="incidents"),
    path("incidents/export.csv", export.incidents_export, name="incidents_export"),
    path("incidents/person/", listing.incidents_person, name="incidents_person"),
    path("incidents/sanctions/", ladders.ladders, name="sanction_settings"),
    path("incidents/views/", saved_views.views, name="views"),
    path("incidents/views/save/", saved_views.view_save, name="view_save"),
    path("incidents/views/<int:pk>/delete/", saved_views.view_delete, name="view_delete"),
]
