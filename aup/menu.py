"""The links of this room in the menu."""

from __future__ import annotations

from django.http import HttpRequest

from esafety.access.capabilities import Capability
from esafety.access.roles import may, schools_of
from esafety.ui.navigation import NavItem


def _reads(request: HttpRequest) -> bool:
    return may(request.user, Capability.READ_AGREEMENTS, getattr(request, "school", None) or None)


def _has_a_post(request: HttpRequest) -> bool:
    return bool(schools_of(request.user))


LINKS = (
    NavItem("Agreements", "agreements", allowed=_reads, order=44),
    NavItem("What you sign and allow", "my_home", _has_a_post, 20, "account"),
)
