"""Addresses of the incidents room, one file for each part of the job."""

from incidents.urls import (
    evidence,
    incident,
    letters,
    listing,
    people,
    reporting,
    speaking_up,
    tasks,
    watching,
)

urlpatterns = [
    *listing.urlpatterns,
    *reporting.urlpatterns,
    *tasks.urlpatterns,
    *evidence.urlpatterns,
    *letters.urlpatterns,
    *people.urlpatterns,
    *watching.urlpatterns,
    *speaking_up.urlpatterns,
    *incident.urlpatterns,
]
