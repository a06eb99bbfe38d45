"""Addresses of the incidents room, one file for each part of the job."""

from incidents.urls import evidence, incident, listing, reporting, tasks

urlpatterns = [
    *listing.urlpatterns,
    *reporting.urlpatterns,
    *tasks.urlpatterns,
    *evidence.urlpatterns,
    *incident.urlpatterns,
]
