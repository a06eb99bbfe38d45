"""Addresses: the change-control log."""

from django.urls import path

from filtering.views import log

urlpatterns = [
    path("log/", log.log, name="filtering_log"),
    path("log/export.csv", log.log_export, name="filtering_log_export"),
    path("log/print/", log.log_print, name="filtering_log_print"),
    path("log/review/", log.log_review, name="filtering_log_review"),
]
