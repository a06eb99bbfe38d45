"""Addresses of the room, below /outbox/."""

from django.urls import path

from esafety.outbox import views

urlpatterns = [
    path("", views.parked_messages, name="parked_messages"),
    path("<str:reference>/again/", views.retry_message, name="retry_message"),
]
