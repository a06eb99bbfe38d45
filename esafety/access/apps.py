"""The access room."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Registers the room."""

    name = "esafety.access"
    verbose_name = "Access"
