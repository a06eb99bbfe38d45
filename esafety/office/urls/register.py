"""Addresses: the register of access."""

from django.urls import path

from esafety.office.views import register

urlpatterns = [
    path("register/", register.register, name="register"),
    path("register/export.csv", register.register_export, name="register_export"),
    path("register/print/", register.register_print, name="register_print"),
    path("register/visitors/add/", register.visitor_add, name="visitor_add"),
    path("register/visitors/<int:pk>/end/", register.visitor_end, name="visitor_end"),
]
