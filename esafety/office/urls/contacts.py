"""Addresses: contacts outside the school."""

from django.urls import path

from esafety.office.views import contacts

urlpatterns = [
    path("contacts/", contacts.contacts, name="contacts"),
]
