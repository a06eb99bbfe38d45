"""Addresses: who is on duty, who is away."""

from django.urls import path

from esafety.office.views import duty

urlpatterns = [
    path("duty/", duty.duty, name="duty"),
    path("duty/<int:pk>/earlier/", duty.duty_move, {"up": True}, name="duty_earlier"),
    path("duty/<int:pk>/later/", duty.duty_move, {"up": False}, name="duty_later"),
    path("absences/add/", duty.absence_add, name="absence_add"),
    path("absences/<int:pk>/end/", duty.absence_end, name="absence_end"),
]
