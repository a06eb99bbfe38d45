"""Addresses: the calendar."""

from django.urls import path

from esafety.office.views import calendar

urlpatterns = [
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/<int:year>/", calendar.calendar, name="calendar_year"),
    path("calendar/<int:year>/copy/", calendar.calendar_copy, name="calendar_copy"),
    path("calendar/terms/add/", calendar.term_add, name="term_add"),
    path("calendar/terms/<int:pk>/", calendar.term_change, name="term_change"),
    path("calendar/terms/<int:pk>/remove/", calendar.term_remove, name="term_remove"),
    path("calendar/closures/add/", calendar.closure_add, name="closure_add"),
    path("calendar/closures/<int:pk>/", calendar.closure_change, name="closure_change"),
    path("calendar/closures/<int:pk>/remove/", calendar.closure_remove, name="closure_remove"),
]
