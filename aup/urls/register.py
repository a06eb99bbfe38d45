"""Addresses: the register, the list of photographs, renewal."""

from django.urls import path

from aup.views import photographs, register

urlpatterns = [
    path("register/", register.agreement_register, name="agreement_register"),
    path("register/export.csv", register.agreement_register_export, name="agreement_register_export"),
    path("register/print/", register.agreement_register_print, name="agreement_register_print"),
    path("register/people/<int:pk>/", register.signer, name="signer"),
    path("register/people/<int:pk>/again/", register.signer_again, name="signer_again"),
    path("round/", register.agreement_round, name="agreement_round"),
    path("photographs/", photographs.photographs, name="photographs"),
    path("photographs/export.csv", photographs.photographs_export, name="photographs_export"),
    path("photographs/print/", photographs.photographs_print, name="photographs_print"),
]
