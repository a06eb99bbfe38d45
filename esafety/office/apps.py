"""The office room."""

from django.apps import AppConfig


class OfficeConfig(AppConfig):
    """Registers the room."""

    name = "esafety.office"
    verbose_name = "Office"
