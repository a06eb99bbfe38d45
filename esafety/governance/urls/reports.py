"""Addresses: reports to governors."""

from django.urls import path

from esafety.governance.views import reports, writing

_ONE = "reports/<str:reference>/"

urlpatterns = [
    path("reports/", reports.reports, name="reports_to_governors"),
    path("reports/begin/", writing.report_begin, name="report_begin"),
    path(_ONE, reports.report, name="report_to_governors"),
    path(f"{_ONE}progress/", reports.report_progress, name="report_progress"),
    path(f"{_ONE}download/", reports.report_download, name="report_download"),
    path(f"{_ONE}comment/<slug:section>/", writing.report_comment, name="report_comment"),
    path(f"{_ONE}asks/", writing.report_asks, name="report_asks"),
    path(f"{_ONE}action/", writing.report_point, name="report_point"),
    path(f"{_ONE}count/", writing.report_count, name="report_count"),
    path(f"{_ONE}again/", writing.report_again, name="report_again"),
    path(f"{_ONE}submit/", writing.report_submit, name="report_submit"),
    path(f"{_ONE}discard/", writing.report_discard_draft, name="report_discard_draft"),
    path(f"{_ONE}new-edition/", writing.report_new_edition, name="report_new_edition"),
    path(f"{_ONE}approve/", reports.report_approve, name="report_approve"),
    path(f"{_ONE}send-back/", reports.report_send_back, name="report_send_back"),
    path(f"{_ONE}withdraw/", reports.report_withdraw, name="report_withdraw"),
]
