"""Addresses of the school office, below /office/, one file for each theme."""

from esafety.office.urls import contacts, duty

urlpatterns = [
    *duty.urlpatterns,
    *contacts.urlpatterns,
]
