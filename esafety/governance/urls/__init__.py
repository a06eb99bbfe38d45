"""Addresses of the governance room, below /governance/, one file for each theme."""

from esafety.governance.urls import entrance, figures, registers, reports

urlpatterns = [
    *entrance.urlpatterns,
    *reports.urlpatterns,
    *figures.urlpatterns,
    *registers.urlpatterns,
]
