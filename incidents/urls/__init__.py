"""Addresses of the incidents room, one file for each part of the job."""

from incidents.urls import incident, listing, reporting, tasks, watching

urlpatterns = [
    *listing.urlpatterns,
    *reporting.urlpatterns,
    *tasks.urlpatterns,
    *watching.urlpatterns,
    *incident.urlpatterns,
]
