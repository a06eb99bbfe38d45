"""The filtering room."""

from django.apps import AppConfig


class FilteringConfig(AppConfig):
    """Registers what the ground floor must know."""

    name = "filtering"
    verbose_name = "Filtering"
