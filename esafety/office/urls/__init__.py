"""Addresses of the school office, below /office/, one file for each theme."""

from esafety.office.urls import calendar, contacts, duty, entrance

urlpatterns = [
    *entrance.urlpatterns,
    *duty.urlpatterns,
    *calendar.urlpatterns,
    *contacts.urlpatterns,
]
