"""Addresses: checks of the filter."""

from django.urls import path

from filtering.views import certificates, checks

urlpatterns = [
    path("checks/", checks.checks, name="filtering_checks"),
    path("checks/add/", checks.check_add, name="filtering_check_add"),
    path("checks/plan/", checks.plan, name="filtering_plan"),
    path("checks/plan/add/", checks.point_add, name="filtering_point_add"),
    path("checks/plan/<int:pk>/out/", checks.point_retire, name="filtering_point_retire"),
    path("checks/<str:reference>/", checks.check, name="filtering_check"),
    path(
        "checks/<str:reference>/certificates/add/",
        certificates.certificate_add,
        name="filtering_certificate_add",
    ),
    path(
        "checks/<str:reference>/certificates/<int:number>/",
        certificates.certificate,
        name="filtering_certificate",
    ),
    path("checks/<str:reference>/faults/<int:number>/", checks.fault_fixed, name="filtering_fault"),
]
