"""Addresses of the incidents room, one file for each part of the job."""

from incidents.urls import incident, listing, people, reporting, tasks

urlpatterns = [
    *listing.urlpatterns,
    *reporting.urlpatterns,
    *tasks.urlpatterns,
    *people.urlpatterns,
    *incident.urlpatterns,
]
