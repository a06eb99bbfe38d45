"""Addresses of beginning: invitations, a lost second step, setting a school up, several schools."""

from django.urls import path

from esafety.office.views import first_run as views

urlpatterns = [
    path("welcome/<str:token>/", views.welcome, name="welcome"),
    path("lost-second-step/", views.lost_second_step, name="lost_second_step"),
    path("set-up/", views.set_up, name="set_up"),
    path("set-up/mail/", views.set_up_mail, name="set_up_mail"),
    path("set-up/go-live/", views.go_live, name="go_live"),
    path("schools/", views.schools, name="schools"),
    path("schools/add/", views.school_add, name="school_add"),
    path("my-schools/", views.my_schools, name="my_schools"),
    path("my-schools/change/", views.switch_school, name="switch_school"),
]
