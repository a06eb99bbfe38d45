"""Addresses that a school copies into its provider's own pages, and where those providers are."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import salted_hmac

from esafety.people.models import School
from esafety.signin.vocabulary import ProviderKind

_ISSUERS: Final = {
    ProviderKind.ENTRA: "https://login.microsoftonline.com/{tenant}/v2.0",
    ProviderKind.GOOGLE: "https://accounts.google.com",
}


def reference_for(school: School) -> str:
    """What names a school's provider in addresses: known before the provider is entered, tells no number."""
    return salted_hmac("esafety.signin.provider", str(school.pk), algorithm="sha256").hexdigest()[:16]


def way_back(reference: str) -> str:
    """Where the provider sends people back to. It must be entered there letter by letter."""
    path = reverse("openid_connect_callback", kwargs={"provider_id": reference})
    return f"{settings.BASE_URL}{path}"


def issuer_of(kind: ProviderKind, *, tenant: str, typed: str) -> str:
    """The provider's own name for itself, where its kind and the school's directory say it."""
    return _ISSUERS[kind].format(tenant=tenant) if kind in _ISSUERS else typed
