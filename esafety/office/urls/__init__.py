"""Addresses of the school office, below /office/, one file for each theme."""

from esafety.office.urls import (
    accounts,
    calendar,
    contacts,
    devices,
    duty,
    entrance,
    first_run,
    imports,
    people,
    register,
    sign_in,
)

urlpatterns = [
    *entrance.urlpatterns,
    *duty.urlpatterns,
    *people.urlpatterns,
    *imports.urlpatterns,
    *calendar.urlpatterns,
    *contacts.urlpatterns,
    *devices.urlpatterns,
    *accounts.urlpatterns,
    *first_run.urlpatterns,
    *register.urlpatterns,
    *sign_in.urlpatterns,
]
