"""Addresses of the people of the school, one by one."""

from django.urls import path

from esafety.office.views import people

_ONE = "people/<int:pk>/"

urlpatterns = [
    path("people/", people.people, name="people"),
    path("people/add/", people.people_add, name="people_add"),
    path("people/export/", people.roll_export, name="roll_export"),
    path(_ONE, people.people_person, name="people_person"),
    path(f"{_ONE}change/", people.people_change, name="people_change"),
    path(f"{_ONE}leave/", people.people_leave, name="people_leave"),
    path(f"{_ONE}return/", people.people_return, name="people_return"),
    path(f"{_ONE}tie/<slug:tie>/", people.people_tie, name="people_tie"),
    path(f"{_ONE}tie/<slug:tie>/<int:other>/", people.people_tie_to, name="people_tie_to"),
]
