"""Whom the school can reach outside."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from esafety.access.capabilities import Capability
from esafety.access.doors import open_to
from esafety.access.requests import SignedIn
from esafety.office.queries.contacts import directory


@require_safe
@open_to(Capability.SEE_INCIDENTS, Capability.MANAGE_CONTACTS)
def contacts(request: SignedIn) -> HttpResponse:
    """Whom the school can reach outside, and which entries nobody has checked for a year."""
    found = directory(request.school)
    stale = sum(one.is_stale for one in found)
    context = {"title": "Contacts outside the school", "contacts": found, "stale": stale}
    return render(request, "office/contacts.html", context)
