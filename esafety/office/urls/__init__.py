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
    settings,
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
    *settings.urlpatterns,
    *accounts.urlpatterns,
    *first_run.urlpatterns,
    *register.urlpatterns,
    *sign_in.urlpatterns,
]
