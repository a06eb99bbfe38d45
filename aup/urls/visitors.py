"""Addresses: visitors at reception."""

from django.urls import path

from aup.views import visitors

urlpatterns = [
    path("visitors/", visitors.visits, name="visits"),
    path("visitors/tablet/", visitors.reception_open, name="reception_open"),
    path("visitors/tablet/<int:pk>/close/", visitors.reception_close, name="reception_close"),
    path("visitors/<int:pk>/out/", visitors.visit_end, name="visit_end"),
    path("visitors/<int:pk>/again/", visitors.visit_again, name="visit_again"),
    path("reception/<str:token>/", visitors.reception, name="reception"),
    path("reception/<str:token>/done/", visitors.reception_done, name="reception_done"),
]
