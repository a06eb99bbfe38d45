"""Addresses: looking into somebody's activity."""

from django.urls import path

from filtering.views import looks

_ONE = "activity/<str:reference>/"

urlpatterns = [
    path("activity/", looks.looks, name="filtering_looks"),
    path("activity/ask/", looks.look_whose, name="filtering_look_whose"),
    path("activity/ask/<int:person>/", looks.look_ask, name="filtering_look_ask"),
    path(_ONE, looks.look, name="filtering_look"),
    path(f"{_ONE}print/", looks.look_print, name="filtering_look_print"),
    path(f"{_ONE}authorise/", looks.look_authorise, name="filtering_look_authorise"),
    path(f"{_ONE}decline/", looks.look_decline, name="filtering_look_decline"),
    path(f"{_ONE}done/", looks.look_done, name="filtering_look_done"),
]
