"""The ui room."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Registers the room."""

    name = "esafety.ui"
    verbose_name = "Pages"
