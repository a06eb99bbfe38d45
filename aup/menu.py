"""The links of this room in the menu."""

from __future__ import annotations

from django.http import HttpRequest

from esafety.access.capabilities import Capability
from esafety.access.roles import may
from esafety.ui.navigation import NavItem


def _reads(request: HttpRequest) -> bool:
    return may(request.user, Capability.READ_AGREEMENTS, getattr(request, "school", None) or None)


LINKS = (NavItem("Agreements", "agreements", allowed=_reads, order=44),)
