"""Addresses that a school copies into its provider's own pages."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import salted_hmac

from esafety.people.models import School


def reference_for(school: School) -> str:
    """What names a school's provider in addresses: known before the provider is entered, tells no number."""
    return salted_hmac("esafety.signin.provider", str(school.pk), algorithm="sha256").hexdigest()[:16]


def way_back(reference: str) -> str:
    """Where the provider sends people back to. It must be entered there letter by letter."""
    path = reverse("openid_connect_callback", kwargs={"provider_id": reference})
    return f"{settings.BASE_URL}{path}"
