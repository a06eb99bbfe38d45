"""Addresses: what the provider is given."""

from django.urls import path

from filtering.views import pulling

urlpatterns = [
    path("provider/", pulling.pull_address, name="filtering_pull"),
    path("provider/new/", pulling.pull_turn, name="filtering_pull_turn"),
    path("provider/stop/", pulling.pull_stop, name="filtering_pull_stop"),
    path("pull/<str:token>/list.csv", pulling.pull_csv, name="filtering_pull_csv"),
    path("pull/<str:token>/list.json", pulling.pull_json, name="filtering_pull_json"),
    path("instruction/<str:token>/", pulling.instruction, name="filtering_instruction"),
]
