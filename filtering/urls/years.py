"""Addresses: the yearly review."""

from django.urls import path

from filtering.views import years

_ONE = "years/<int:pk>/"

urlpatterns = [
    path("years/", years.years, name="filtering_years"),
    path("years/begin/<int:begins>/", years.year_begin, name="filtering_year_begin"),
    path(_ONE, years.year, name="filtering_year"),
    path(f"{_ONE}write/", years.year_write, name="filtering_year_write"),
    path(f"{_ONE}forward/", years.year_forward, name="filtering_year_forward"),
    path(f"{_ONE}back/", years.year_back, name="filtering_year_back"),
    path(f"{_ONE}sign/", years.year_sign, name="filtering_year_sign"),
    path(f"{_ONE}review.pdf", years.year_download, name="filtering_year_download"),
]
