"""Addresses: reporting a concern, and what became of it for whoever reported."""

from django.urls import path

from incidents.views import reporting, reporting_blank, reporting_people, reporting_receipts

_ONE = "report/<uuid:key>/"

urlpatterns = [
    path("report/", reporting.report, name="report"),
    path("report/blank/", reporting_blank.blank_form, name="blank_form"),
    path(_ONE, reporting.overview, name="report_overview"),
    path(f"{_ONE}now/", reporting.now, name="report_now"),
    path(f"{_ONE}check/", reporting.report_check, name="report_check"),
    path("report/<uuid:submission_key>/sent/", reporting.report_sent, name="report_sent"),
    path(f"{_ONE}discard/", reporting.report_discard, name="report_discard"),
    path(f"{_ONE}people/", reporting_people.people, name="report_people"),
    path(f"{_ONE}people/<slug:row>/", reporting_people.person, name="report_person"),
    path(f"{_ONE}<slug:section>/", reporting.report_section, name="report_section"),
    path(f"{_ONE}<slug:section>/keep", reporting.report_autosave, name="report_autosave"),
    path("reports/", reporting_receipts.reports, name="reports"),
    path("reports/<str:reference>/", reporting_receipts.receipt, name="receipt"),
    path("reports/<str:reference>/add/", reporting_receipts.receipt_add, name="receipt_add"),
    path("people/search/", reporting_people.people_search, name="people_search"),
]
