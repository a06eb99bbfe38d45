"""Addresses: contacts outside the school."""

from django.urls import path

from esafety.office.views import contacts

urlpatterns = [
    path("contacts/", contacts.contacts, name="contacts"),
    path("contacts/add/", contacts.contact_add, name="contact_add"),
    path("contacts/<int:pk>/", contacts.contact_change, name="contact_change"),
    path("contacts/<int:pk>/checked/", contacts.contact_verify, name="contact_verify"),
    path("contacts/<int:pk>/remove/", contacts.contact_remove, name="contact_remove"),
]
