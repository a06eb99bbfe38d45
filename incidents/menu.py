"""The links of this room in the menu."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest

from esafety.access.capabilities import Capability as C
from esafety.access.roles import may
from esafety.ui.navigation import NavItem
from incidents.access import may_keep_speak_up_page
from incidents.alert_access import triages_alerts


def holding(capability: C) -> Callable[[HttpRequest], bool]:
    """Shown to those whose posts in the current school carry the capability."""
    return lambda request: may(request.user, capability, getattr(request, "school", None) or None)


def reports_only(request: HttpRequest) -> bool:
    """Whoever reports and works on no cases. The others find what they reported on the first page."""
    return holding(C.REPORT)(request) and not holding(C.TRIAGE)(request)


def keeps_speak_up_page(request: HttpRequest) -> bool:
    """Whoever opens, pauses and prints the school's page for reporting in confidence."""
    return may_keep_speak_up_page(request.user, getattr(request, "school", None) or None)


REPORTING = (
    NavItem("Report a concern", "report", allowed=holding(C.REPORT), order=20),
    NavItem("My reports", "reports", allowed=reports_only, order=50),
)
KEEPING = (NavItem("Speak-up page", "speak_up_page", keeps_speak_up_page, 58, "footer"),)
LISTS = (
    NavItem("Home", "home", order=10),
    NavItem("Incidents", "incidents", allowed=holding(C.TRIAGE), order=30),
    NavItem("What is due", "tasks", allowed=holding(C.DO_TASKS), order=40),
)
"""Who may not triage finds what was shared with them on the first page. Low-level concerns are reached from the
incidents."""

WATCHING = (
    NavItem(
        "Alerts",
        "alerts",
        allowed=lambda request: triages_alerts(request.user, getattr(request, "school", None) or None),
        order=35,
    ),
)
"""Patterns are reached from the list of alerts, from the first page and from incidents."""
