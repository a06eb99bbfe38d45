"""The address that hangs on the wall."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from incidents.models import SpeakUpPage


def address_of(page: SpeakUpPage) -> str:
    """The whole address of a school's page, as people type it."""
    return f"{settings.BASE_URL}{page.path}"
