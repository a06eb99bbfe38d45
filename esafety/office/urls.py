"""Addresses of the school office, below /office/."""

from django.urls import path

from esafety.office import views

urlpatterns = [
    path("duty/", views.duty, name="duty"),
    path("duty/<int:pk>/earlier/", views.duty_move, {"up": True}, name="duty_earlier"),
    path("duty/<int:pk>/later/", views.duty_move, {"up": False}, name="duty_later"),
    path("absences/add/", views.absence_add, name="absence_add"),
    path("absences/<int:pk>/end/", views.absence_end, name="absence_end"),
    path("contacts/", views.contacts, name="contacts"),
]
