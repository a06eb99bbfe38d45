"""Addresses: live figures, the rules in force, schools side by side."""

from django.urls import path

from esafety.governance.views import figures

urlpatterns = [
    path("figures/", figures.figures, name="figures"),
    path("rules/", figures.rules, name="rules"),
    path("schools/", figures.schools_compared, name="schools_compared"),
]
